#!/usr/bin/env bash
# A strict server-side dry-run of environments on the cluster that kubectl points at: dry-run.sh ENV…
# Namespaces are really made, since nothing can be tried inside one that does not exist, and those that were not there
# before are removed at the end. One warning is expected: node-exporter sees its host, and its namespace says so.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ $# -gt 0 ] || { echo "usage: dry-run.sh ENV…" >&2; exit 2; }
make --no-print-directory build
work=$(mktemp -d)
made=()
finish() {
  [ ${#made[@]} = 0 ] || kubectl delete --timeout=60s "${made[@]}" >/dev/null
  rm -rf "$work"
}
trap finish EXIT

apply() { kubectl apply --server-side --force-conflicts --validate=strict "$@"; }

for environment in "$@"; do
  node dist/cli/main.js synth "$environment" --out "$work/$environment"
  for file in "$work/$environment"/*-namespace-*.yaml; do
    namespace=$(kubectl create --dry-run=client -f "$file" -o name)
    kubectl get "$namespace" >/dev/null 2>&1 || made+=("$namespace")
    apply -f "$file" >/dev/null
  done
  # Those of watched services, which other stacks make.
  for namespace in $(sed -n 's/^  namespace: //p' "$work/$environment"/*.yaml | sort -u); do
    kubectl get namespace "$namespace" >/dev/null 2>&1 || { kubectl create namespace "$namespace" >/dev/null; made+=("namespace/$namespace"); }
  done
  apply --dry-run=server -f "$work/$environment"
done
