#!/usr/bin/env bash
# Types, lint, build and every test, all of them even when an early one fails. The last line counts: `N passed, N failed`.
# Arguments go to jest: `tools/test.sh test/model`.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
passed=0 failed=0

step() { # NAME COMMAND…
  local name=$1 since=$SECONDS
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "$name: ok ($((SECONDS - since)) s)"
  else
    failed=$((failed + 1))
    echo "$name: FAILED"
  fi
}

report=$(mktemp)
trap 'rm -f "$report"' EXIT
step types npm run --silent typecheck
step lint npm run --silent lint
step build make --no-print-directory build
npx jest --ci --json --outputFile="$report" "$@" >/dev/null
read -r ok bad skipped < <(node -p '
  const r = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8") || "{\"numRuntimeErrorTestSuites\":1}");
  [r.numPassedTests, (r.numFailedTests ?? 0) + r.numRuntimeErrorTestSuites, r.numPendingTests].map((n) => n ?? 0).join(" ")' "$report")
[ "$skipped" = 0 ] || echo "$skipped skipped"
[ "$ok" != 0 ] || [ "$bad" != 0 ] || bad=1 # a run without a test proves nothing
echo "$((passed + ok)) passed, $((failed + bad)) failed"
[ $((failed + bad)) = 0 ]
