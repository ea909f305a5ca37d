#!/usr/bin/env bash
# Tells a pull request what it changes: `pull-request.sh BASE`. The comment is written once and then edited. A pull
# request from a fork may not comment; the summary of the run has the same text.
#   PULL_REQUEST         its number
#   DESCRIPTION          its description; a line `Removes-critical-alert: NAME` allows that alert to go
#   PULUMI_ACCESS_TOKEN  adds what Pulumi would do
#   KUBECONFIG_DATA      the clusters that Pulumi asks
# The exit code is that of `vedette diff`, or 1 when a preview fails.
set -uo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
vedette=(node dist/cli/main.js)
comment=$work/comment.md

difference() { # BASE
  local allowed
  mapfile -t allowed < <(tr -d '\r' <<<"${DESCRIPTION:-}" | sed -nE 's/^Removes-critical-alert: ([A-Za-z0-9_]+)$/\1/p')
  "${vedette[@]}" diff "$1" --markdown ${allowed[@]+--allow-removed-critical "${allowed[@]}"} >"$comment"
}

preview() { # ENVIRONMENT: what Pulumi would do, folded; a long one is cut
  local log=$work/$1.log code
  "${vedette[@]}" deploy "$1" --preview >"$log" 2>&1
  code=$?
  printf '\n<details><summary>pulumi preview of %s%s</summary>\n\n```\n' "$1" "$([ $code = 0 ] || echo ': failed')"
  sed 's/```/'"'''"'/g' "$log" | head -c 14000
  printf '\n```\n\n</details>\n'
  return $code
}

previews() (
  code=0
  umask 077
  export KUBECONFIG=$work/kubeconfig
  printf '%s' "${KUBECONFIG_DATA:-}" >"$KUBECONFIG"
  for environment in dev staging prod; do preview "$environment" || code=1; done
  exit $code
)

post() { # the comment, in place of the one of the last run
  local pulls=repos/$GITHUB_REPOSITORY/issues id
  id=$(gh api --paginate "$pulls/$PULL_REQUEST/comments" --jq '.[] | select(.body | startswith("<!-- vedette diff -->")) | .id' | head -n 1)
  if [ -n "$id" ]; then
    gh api --silent --method PATCH "$pulls/comments/$id" --field "body=@$comment"
  else
    gh api --silent --method POST "$pulls/$PULL_REQUEST/comments" --field "body=@$comment"
  fi
}

difference "$1"
code=$?
[ -s "$comment" ] || exit "$code"
if [ -n "${PULUMI_ACCESS_TOKEN:-}" ]; then
  previews >"$work/previews.md" || code=$((code == 0 ? 1 : code))
  cat "$comment" "$work/previews.md" >"$work/whole.md"
  # GitHub takes 65 536 characters.
  [ "$(wc -c <"$work/whole.md")" -gt 65000 ] || mv "$work/whole.md" "$comment"
fi
cat "$comment" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
post || echo 'the comment could not be written; the summary of this run has it' >&2
exit "$code"
