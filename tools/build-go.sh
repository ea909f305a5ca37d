#!/usr/bin/env bash
# Builds Prometheus, promtool, Alertmanager, amtool and Thanos at the versions that are deployed, into the cache. Needs Go.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/versions.sh"

build() { # MODULE VERSION TAGS PROGRAM…: as the go.mod in the folder of its name pins it
  local module=$1 name=${1##*/} version=$2 tags=$3 program
  local target=$cache/$name-$version/bin
  shift 3
  for program in "$@"; do
    [ ! -x "$target/$program" ] || continue
    say "building $program $version; this takes a few minutes once"
    mkdir -p "$target"
    (cd "$here/$name" && GOFLAGS=-mod=readonly GOTOOLCHAIN=local CGO_ENABLED=0 go build -trimpath -tags "$tags" \
      -ldflags "-s -w -X github.com/prometheus/common/version.Version=$version" \
      -o "$target/.$program" "$module/cmd/$program")
    mv "$target/.$program" "$target/$program"
  done
}

# Of the service discoveries only those that Vedette renders: the others bring the clients of every cloud.
build github.com/prometheus/prometheus "$PROMETHEUS" remove_all_sd,enable_kubernetes_sd,enable_dns_sd,enable_file_sd promtool prometheus
build github.com/prometheus/alertmanager "$ALERTMANAGER" '' amtool alertmanager
# The tag is upstream's own: with another form of labels the store gateway ends with a fault of memory.
build github.com/thanos-io/thanos "$THANOS" slicelabels thanos
