/** Silences as code: who asked for quiet, why, and until when. */
import { createHash } from 'node:crypto';
import type { Place, Program } from '../../program';
import { matcherText } from '../config';
import type { Matcher } from '../settings';

/** Alerts that notify nobody for a time. https://prometheus.io/docs/alerting/latest/alertmanager/#silences */
export interface Silence {
  /** Names it in this list, and in Alertmanager's own: `rstmdb-upgrade`. */
  readonly name: string;
  /** What is silenced: all of them must hold. */
  readonly matchers: readonly Matcher[];
  /** RFC 3339 with seconds and a time zone: `2026-12-01T22:00:00+01:00`. */
  readonly startsAt: string;
  /** RFC 3339 with seconds and a time zone. */
  readonly endsAt: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Why nobody need be told. */
  readonly reason: string;
}

/** Marks the silences that are made here among those that people make by hand. */
const MARK = 'vedette';

/** File `silences/apply.sh`, and the arguments of a shell that runs it. It needs `amtool`. */
export function silencesProgram(silences: readonly Silence[], alertmanagerUrl: string, place: Place): Program {
  return {
    component: 'alertmanager-silences',
    args: [`${place.configDir}/silences/apply.sh`],
    files: [{ path: 'silences/apply.sh', content: `${script(silences, alertmanagerUrl, place).join('\n')}\n` }],
  };
}

function script(silences: readonly Silence[], url: string, { tempDir }: Place): readonly string[] {
  return [
    '#!/bin/sh',
    '# Makes the silences of this list, and ends those that left it. It may run again at any time.',
    'set -eu',
    `here=$(mktemp -d ${tempDir}/silences.XXXXXX)`,
    `trap 'rm -rf "$here"' EXIT`,
    `amtool() { command amtool --alertmanager.url=${quoted(url)} "$@"; }`,
    `amtool silence query --output=simple > "$here/all"`,
    `# Their own mark and their id, one a line; those without the mark are somebody else's.`,
    `sed -n 's/^\\([0-9a-f-]*\\) .*\\[${MARK} \\([^] ]*\\)\\] *$/\\2 \\1/p' "$here/all" > "$here/made"`,
    'while read -r mark id; do',
    `  case ${quoted(` ${silences.map(markOf).join(' ')} `)} in`,
    '    *" $mark "*) ;;',
    '    *) echo "$mark: ended"; amtool silence expire "$id" ;;',
    '  esac',
    'done < "$here/made"',
    'ensure() { # MARK END ARGUMENT…: END in seconds since 1970',
    '  mark=$1 end=$2; shift 2',
    `  if grep -q "^$mark " "$here/made"; then echo "$mark: is there"`,
    '  elif [ "$end" -le "$(date +%s)" ]; then echo "$mark: is over"',
    '  else echo "$mark: $(amtool silence add "$@")"; fi',
    '}',
    ...silences.map(
      (silence) =>
        `ensure ${[markOf(silence), String(epochSeconds(silence.endsAt)), ...added(silence)].map(quoted).join(' ')}`,
    ),
  ];
}

/** The name with a hash of the rest, so that a silence that changed is another. */
function markOf(silence: Silence): string {
  const { name, ...rest } = silence;
  const hash = createHash('sha256').update(JSON.stringify(rest)).digest('hex');
  return `${name}@${hash.slice(0, 8)}`;
}

function added(silence: Silence): readonly string[] {
  const { startsAt, endsAt, owner, reason, matchers } = silence;
  return [
    `--author=${owner}`,
    `--comment=${reason} [${MARK} ${markOf(silence)}]`,
    `--start=${startsAt}`,
    `--end=${endsAt}`,
    ...matchers.map(matcherText),
  ];
}

/** Seconds since 1970 of an RFC 3339 time. */
export function epochSeconds(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}

/** One word of a shell, whatever is in it. */
function quoted(word: string): string {
  return `'${word.replace(/'/g, `'\\''`)}'`;
}
