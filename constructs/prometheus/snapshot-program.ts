/**
 * A copy of Prometheus' database, taken beside it while it runs. The API for snapshots is not asked: who has it can delete
 * series too, and Grafana passes such requests on. https://prometheus.io/docs/prometheus/latest/storage/#on-disk-layout
 */
import { type Duration, minutes } from '../../model/quantity';
import type { Place, Program } from '../program';

/** What is kept. */
export interface PrometheusSnapshotSettings {
  /** Newest copies that are kept. Blocks that several have are on the volume once. */
  readonly keep: number;
}

/** The newest sample of a copy is at most so old; a Prometheus that takes no samples is not worth a copy. */
const NEWEST: Duration = minutes(5);

/**
 * File `snapshot/run.sh`, and the arguments of a shell that runs it. It needs `promtool` and the programs of busybox.
 * @param database - folder of the database, which is only read
 */
export function prometheusSnapshotProgram(
  { keep }: PrometheusSnapshotSettings,
  database: string,
  place: Place,
): Program {
  const lines = [...beginning(database, place), '', ...log, '', ...blocks, '', ...end(keep, place)];
  return {
    component: 'prometheus-snapshot',
    args: [`${place.configDir}/snapshot/run.sh`],
    files: [{ path: 'snapshot/run.sh', content: `${lines.join('\n')}\n` }],
  };
}

function beginning(database: string, { dataDir }: Place): readonly string[] {
  return [
    '#!/bin/sh',
    '# Copies the log of the newest hours, then the blocks. What becomes a block meanwhile is in both, which Prometheus',
    '# takes for one; in the other order it would be in none.',
    'set -euo pipefail',
    `database=${database} copies=${dataDir} new=${dataDir}/unproven`,
    'fail() { echo "$*" >&2; exit 1; }',
    'earlier() { find "$copies" -mindepth 1 -maxdepth 1 -name "[0-9]*T[0-9]*Z" | sort; }',
    '# Blocks that are being made or removed have longer names.',
    'blocks() { ls "$1" | { grep -xE \'[0-9A-Z]{26}\' || true; }; }',
    `trap 'rm -rf "$new"' EXIT`,
    "trap 'exit 1' INT TERM",
    'rm -rf "$new"',
    '[ -d "$database/wal" ] || fail "$database: no folder wal, this is no database of Prometheus"',
    'mkdir "$new"',
    'last=$(earlier | tail -n 1)',
  ];
}

const log: readonly string[] = [
  'checkpoints() { ls "$database/wal" | { grep -x \'checkpoint\\.[0-9]*\' || true; }; }',
  'copy_log() {',
  '  rm -rf "$new/wal"',
  '  before=$(checkpoints)',
  '  mkdir "$new/wal" || return 1',
  '  for part in $(ls "$database/wal"); do',
  '    case $part in *.tmp) ;; *) cp -R "$database/wal/$part" "$new/wal/$part" || return 1 ;; esac',
  '  done',
  '  # Once there is a newer one, the parts before it go piece by piece.',
  '  [ "$(checkpoints)" = "$before" ] || return 1',
  '  # Reads all of it, and ends at the first record that is not whole.',
  `  promtool tsdb dump --match=up --min-time="$(($(date +%s) - ${NEWEST.value}))000" "$new" |`,
  `    awk '$NF > newest { newest = $NF } END { if (newest) printf "%.0f\\n", newest / 1000 }'`,
  '}',
  '# A part that was removed meanwhile, or a write that was seen half done: once more.',
  'tries=3',
  'until newest=$(copy_log); do',
  '  tries=$((tries - 1))',
  '  [ "$tries" -gt 0 ] || fail "$database/wal: no whole copy of it"',
  '  sleep 1',
  'done',
  `[ -n "$newest" ] || fail "$database: no sample of the last ${NEWEST.value / 60} minutes"`,
];

const blocks: readonly string[] = [
  `sizes() { (cd "$1" && find . -type f -exec stat -c '%s %n' {} + | sort); }`,
  '# A block never changes: one that the copy before has is linked. A new one is compared byte by byte.',
  'copy_block() {',
  '  if [ -d "$last/$1" ] && [ "$(sizes "$last/$1")" = "$(sizes "$database/$1")" ]; then',
  '    cp -Rl "$last/$1" "$new/$1"',
  '  else',
  '    cp -R "$database/$1" "$new/$1" &&',
  '      (cd "$database/$1" && find . -type f) |',
  '      while read -r file; do cmp "$database/$1/$file" "$new/$1/$file" || exit 1; done',
  '  fi',
  '}',
  '# Until none came and none went while they were copied.',
  'seen=none',
  'until [ "$(blocks "$database")" = "$seen" ]; do',
  '  seen=$(blocks "$database")',
  '  for block in $seen; do',
  '    [ -d "$new/$block" ] || copy_block "$block" || {',
  '      [ ! -d "$database/$block" ] || fail "$block: no whole copy of it"',
  '      rm -rf "$new/$block"',
  '    }',
  '  done',
  'done',
  '# Not those that went since: what they became part of is not copied.',
  'for block in $(blocks "$new"); do case $seen in *"$block"*) ;; *) rm -rf "$new/$block" ;; esac; done',
];

function end(keep: number, { tempDir }: Place): readonly string[] {
  return [
    `promtool tsdb list "$new" > ${tempDir}/list || fail "the copy does not open"`,
    'until name=$(date -u +%Y%m%dT%H%M%SZ); [ ! -e "$copies/$name" ]; do sleep 1; done',
    'sync',
    'mv "$new" "$copies/$name"',
    `echo "$name: $(blocks "$copies/$name" | wc -l) blocks, and the log until $(date -u -d "@$newest" '+%H:%M:%S') UTC"`,
    `earlier | sort -r | tail -n +${keep + 1} | while read -r old; do`,
    '  echo "${old##*/}: removed"',
    '  rm -rf "$old"',
    'done',
  ];
}
