# Sourced by the other scripts: where tools are kept, and every version of them in one place.
# What Go builds is pinned by the go.mod files in this folder, what npm installs by package-lock.json.
RSTMDB=0.3.0
# What scans manifests. https://pypi.org/project/checkov/
CHECKOV=3.3.30
# An object store for Thanos. https://pypi.org/project/moto/
MOTO=5.2.5
# The remap language of Vector 0.59.0, whose release notes name it: https://vector.dev/releases/0.59.0/
VRL=0.36.0

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${VEDETTE_CACHE:-$HOME/.cache/vedette}

pinned() { awk -v module="$2" '$1 == module { print substr($2, 2); exit }' "$here/$1/go.mod"; } # FOLDER MODULE

ALERTMANAGER=$(pinned alertmanager github.com/prometheus/alertmanager)
# Release 3.15.0 of Prometheus is version v0.315.0 of its Go module: https://github.com/prometheus/prometheus#prometheus-code-base
PROMETHEUS=$(pinned prometheus github.com/prometheus/prometheus | sed -E 's/^0\.([0-9])0?([0-9]+)\./\1.\2./')
THANOS=$(pinned thanos github.com/thanos-io/thanos)
OPENSEARCH=$(sed -n '/<dependency>/,$s|.*<version>\(.*\)</version>.*|\1|p' "$here/opensearch/pom.xml")
GO=$(awk '$1 == "go" { print $2; exit }' "$here/prometheus/go.mod")

say() { echo "vedette: $*" >&2; }
at_least() { [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; } # WANTED FOUND
