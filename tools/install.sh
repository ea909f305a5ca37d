#!/usr/bin/env bash
# Installs what is missing. Each step may run again: it does nothing when its part is there.
#   install.sh packages  npm packages
#   install.sh up        what `make up` needs: npm packages; Prometheus, Alertmanager, node-exporter, blackbox exporter, nginx and its exporter
#   install.sh test      the same, and what the tests run: openssl, the deployed versions of the tools (Go), rstmdb and vrl (cargo), OpenSearch (Maven), checkov and moto (Python)
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/versions.sh"
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

need_node() {
  local wanted found
  wanted=$(sed -n 's/.*"node": ">=\(.*\)".*/\1/p' "$here/../package.json")
  found=$(node --version 2>/dev/null || true)
  [ -n "$found" ] || { say "Node.js is missing: install $wanted or later (https://nodejs.org)"; exit 3; }
  at_least "$wanted" "${found#v}" || { say "Node.js is ${found#v}, must be $wanted or later"; exit 3; }
}

current_packages() { # every package that the lock file names is there at that version; optional ones depend on the machine
  (cd "$here/.." && node -e '
    const wanted = require("./package-lock.json").packages;
    const found = require("./node_modules/.package-lock.json").packages;
    const current = ([path, { version, optional, devOptional }]) =>
      path === "" || optional || devOptional || found[path]?.version === version;
    process.exit(Object.entries(wanted).every(current) ? 0 : 1);' 2>/dev/null)
}

npm_packages() {
  ! current_packages || return 0
  say "installing npm packages"
  (cd "$here/.." && npm ci --no-audit --no-fund --loglevel=error >&2)
}

has() { # PROGRAM…: at least one of them is on the path or in the cache
  local program
  for program in "$@"; do
    ! command -v "$program" >/dev/null || return 0
    ! compgen -G "$cache/*/bin/$program" >/dev/null || return 0
  done
  return 1
}

missing_packages() { # up|test: as Debian names them
  has prometheus || echo prometheus
  has promtool || echo prometheus
  has alertmanager prometheus-alertmanager || echo prometheus-alertmanager
  has amtool || echo prometheus-alertmanager
  has node_exporter prometheus-node-exporter || echo prometheus-node-exporter
  has nginx || echo nginx-light
  # Without it nothing is probed.
  has blackbox_exporter prometheus-blackbox-exporter || ! command -v apt-get >/dev/null || echo prometheus-blackbox-exporter
  # Without it nginx serves all the same, and is not watched.
  has nginx-prometheus-exporter prometheus-nginx-exporter || ! command -v apt-get >/dev/null || echo prometheus-nginx-exporter
  [ "$1" != test ] || has openssl || echo openssl
  # Verifies units; macOS has no such thing.
  [ "$1" != test ] || ! command -v apt-get >/dev/null || has systemd-analyze || echo systemd
  # For what pip installs; Debian's Python comes without it.
  [ "$1" != test ] || python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
  # Its programs are not on the path.
  [ "$1" != test ] || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || ! command -v apt-get >/dev/null || echo postgresql
  [ "$1" != test ] || has postgres_exporter prometheus-postgres-exporter || ! command -v apt-get >/dev/null || echo prometheus-postgres-exporter
  # The shell of images, without libraries.
  [ "$1" != test ] || ! command -v apt-get >/dev/null || has busybox || echo busybox-static
  # For Fluentd's plugins.
  [ "$1" != test ] || has ruby || ! command -v apt-get >/dev/null || echo ruby
  # For the log store of the tests, which starts from source.
  [ "$1" != test ] || { has javac && has mvn; } || ! command -v apt-get >/dev/null || echo default-jdk-headless maven
}

sudo=()
may_be_root() {
  [ "$(id -u)" != 0 ] || return 0
  sudo=(sudo)
  sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }
}

programs() { # up|test
  local packages
  packages=$(missing_packages "$1" | sort -u | tr '\n' ' ')
  [ -n "$packages" ] || return 0
  if command -v apt-get >/dev/null && may_be_root; then
    apt_install $packages
  else
    say "these programs are missing, and apt-get cannot be used here. Install them, then run this again:"
    say "  Debian, Ubuntu:  sudo apt-get install $packages"
    say "  macOS:           brew install prometheus alertmanager node_exporter nginx openssl"
    exit 3
  fi
}

apt_get() { # quiet, but for what it says when it fails
  local said
  said=$("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" 2>&1) || { echo "$said" >&2; return 1; }
}

apt_install() { # PACKAGE…: without starting their services, now or at the next boot: Vedette runs its own processes
  local policy=/usr/sbin/policy-rc.d unit
  say "installing Debian packages: $*"
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | "${sudo[@]}" tee $policy >/dev/null
    "${sudo[@]}" chmod 755 $policy
    trap '"${sudo[@]}" rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  apt_get install -y --no-install-recommends "$@" 2>/dev/null ||
    { apt_get update && apt_get install -y --no-install-recommends "$@"; } ||
    { say "apt-get cannot install: $*"; exit 3; }
  [ ! -d /run/systemd/system ] || for unit in "$@"; do
    "${sudo[@]}" systemctl disable -q "${unit%-light}" 2>/dev/null || true # a package without a service has nothing to disable
  done
}

deployed_versions() {
  local found
  found=$(go env GOVERSION 2>/dev/null | sed 's/^go//' || true)
  if [ -n "$found" ] && at_least "$GO" "$found"; then
    "$here/build-go.sh"
  else
    say "Go $GO or later is not here: rules are tested with the machine's own promtool, not with $PROMETHEUS that is deployed"
  fi
}

rstmdb() {
  local root=$cache/rstmdb-$RSTMDB
  { [ ! -x "$root/bin/rstmdb" ] || [ ! -x "$root/bin/rstmdb-cli" ]; } || return 0
  command -v cargo >/dev/null ||
    { say "cargo is not here: the live test serves a recorded metrics page instead of a real rstmdb"; return 0; }
  say "building rstmdb $RSTMDB; this takes about ten minutes once"
  cargo install --quiet --locked --root "$root" "rstmdb@$RSTMDB" "rstmdb-cli@$RSTMDB" >&2
}

vrl() {
  local root=$cache/vrl-$VRL
  [ ! -x "$root/bin/vrl" ] || return 0
  command -v cargo >/dev/null || { say "cargo is not here: programs of the log shipper cannot be tested"; return 0; }
  say "building vrl $VRL; this takes some five minutes once"
  # Without optimisation, which would take four times as long and here saves nothing.
  cargo install --debug --quiet --locked --root "$root" "vrl@$VRL" >&2
}

opensearch() {
  local root=$cache/opensearch-$OPENSEARCH
  [ ! -d "$root/lib" ] || return 0
  command -v mvn >/dev/null || { say "Maven is not here: what the log shipper stores cannot be tested"; return 0; }
  say "fetching OpenSearch $OPENSEARCH"
  rm -rf "$root/new"
  mvn -q -B -f "$here/opensearch/pom.xml" dependency:copy-dependencies -DoutputDirectory="$root/new" >&2
  mv "$root/new" "$root/lib"
}

python_tool() { # NAME VERSION PACKAGE…: in an environment of its own, so that it changes nothing of the machine's Python
  local root=$cache/$1-$2
  [ ! -e "$root/complete" ] || return 0
  say "installing $1 $2; this takes some minutes once"
  rm -rf "$root"
  python3 -m venv "$root" >&2
  "$root/bin/pip" install --quiet --disable-pip-version-check "${@:3}" >&2
  touch "$root/complete"
}

checkov() { python_tool checkov "$CHECKOV" "checkov==$CHECKOV"; }

moto() { python_tool moto "$MOTO" "moto[s3]==$MOTO" flask flask-cors; } # the latter for its server

need_node
case ${1:-} in
  packages) npm_packages ;;
  up) npm_packages; programs up ;;
  test) npm_packages; programs test; deployed_versions; rstmdb; vrl; opensearch; checkov; moto ;;
  *) say "usage: install.sh packages|up|test"; exit 2 ;;
esac
