#!/usr/bin/env bash
# Builds Prometheus, promtool, Alertmanager and amtool at the versions that are deployed, into the cache. Needs Go.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/versions.sh"

build() { # NAME VERSION TAGS PROGRAM…: from the module in the folder of that name
  local name=$1 version=$2 tags=$3 target=$cache/$1-$2/bin program
  shift 3
  for program in "$@"; do
    [ ! -x "$target/$program" ] || continue
    say "building $program $version; this takes a few minutes once"
    mkdir -p "$target"
    (cd "$here/$name" && GOFLAGS=-mod=readonly GOTOOLCHAIN=local CGO_ENABLED=0 go build -trimpath -tags "$tags" \
      -ldflags "-s -w -X github.com/prometheus/common/version.Version=$version" \
      -o "$target/.$program" "github.com/prometheus/$name/cmd/$program")
    mv "$target/.$program" "$target/$program"
  done
}

# Of the service discoveries only those that Vedette renders: the others bring the clients of every cloud.
build prometheus "$PROMETHEUS" remove_all_sd,enable_kubernetes_sd,enable_dns_sd,enable_file_sd promtool prometheus
build alertmanager "$ALERTMANAGER" '' amtool alertmanager
