#!/usr/bin/env bash
# A strict server-side dry-run of environments on the cluster that kubectl points at: dry-run.sh ENV…
# Namespaces are really created, since nothing can be tried inside one that does not exist, and removed at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ $# -gt 0 ] || { echo "usage: dry-run.sh ENV…" >&2; exit 2; }
make --no-print-directory build
work=$(mktemp -d)
made=()
finish() {
  [ ${#made[@]} = 0 ] || kubectl delete --wait=false "${made[@]}" >/dev/null
  rm -rf "$work"
}
trap finish EXIT

for environment in "$@"; do
  node dist/cli/main.js synth "$environment" >"$work/$environment.yaml"
  for namespace in $(sed -nE 's/^  namespace: "?([a-z0-9-]+)"?$/\1/p' "$work/$environment.yaml" | sort -u); do
    ! kubectl get namespace "$namespace" >/dev/null 2>&1 || continue
    kubectl create namespace "$namespace"
    made+=("namespace/$namespace")
  done
  kubectl apply --server-side --force-conflicts --dry-run=server --validate=strict -f "$work/$environment.yaml"
done
