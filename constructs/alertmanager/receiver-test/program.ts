/** A test alert for every receiver, which somebody should see. https://github.com/prometheus/alertmanager#amtool */
import { type Duration, minutes } from '../../../model/quantity';
import type { Place, Program } from '../../program';
import { RECEIVER_TEST } from './routes';

/** Who is told, and by whom. */
export interface ReceiverTestSettings {
  /** Names of receivers, each with a route for its test. */
  readonly receivers: readonly string[];
  /** Base URL of every member of the cluster: each is told, as Prometheus does. */
  readonly alertmanagerUrls: readonly string[];
  /** Labels that every alert of the stack has: `cluster` and `environment`. */
  readonly labels: Readonly<Record<string, string>>;
  /** What names of receivers begin with there, where others have receivers too. @default - nothing */
  readonly receiverPrefix?: string;
}

/** After this it resolves by itself. */
const LASTS: Duration = minutes(10);

/**
 * File `test/run.sh`, and the arguments of a shell that runs it. It needs `amtool`. It fails unless every member has
 * taken every alert, and would tell its receiver of it: an alert that is silenced or inhibited is a failure too.
 */
export function receiverTestProgram(settings: ReceiverTestSettings, place: Place): Program {
  return {
    component: 'receiver-test',
    args: [`${place.configDir}/test/run.sh`],
    files: [{ path: 'test/run.sh', content: `${script(settings).join('\n')}\n` }],
  };
}

function script({ receivers, alertmanagerUrls, labels, receiverPrefix = '' }: ReceiverTestSettings): readonly string[] {
  const own = Object.entries({ ...labels, service: 'alertmanager', severity: 'info' });
  return [
    '#!/bin/sh',
    '# Sends a test alert to every receiver, and looks whether it is on its way. It resolves by itself.',
    'set -eu',
    "now=$(date -u '+%Y-%m-%d %H:%M UTC')",
    `end=$(date -u -d "@$(($(date +%s) + ${LASTS.value}))" +%Y-%m-%dT%H:%M:%SZ)`,
    'failed=0',
    `for url in ${alertmanagerUrls.join(' ')}; do`,
    `  for receiver in ${receivers.join(' ')}; do`,
    `    amtool --alertmanager.url="$url" alert add ${RECEIVER_TEST} receiver="$receiver" \\`,
    `      ${own.map(([name, value]) => `${name}=${value}`).join(' ')} --end="$end" \\`,
    '      --annotation="summary=\\"Test of receiver $receiver, $now: nothing is wrong\\"" \\',
    '      --annotation="description=\\"Sent to see that messages arrive. Where this one is missing, none does.\\"" || failed=1',
    '  done',
    'done',
    '# By then it is known whether something silences or inhibits them.',
    'sleep 5',
    `for url in ${alertmanagerUrls.join(' ')}; do`,
    `  for receiver in ${receivers.join(' ')}; do`,
    `    found=$(amtool --alertmanager.url="$url" alert query --active --receiver="^${receiverPrefix}$receiver\\$" --output=simple \\`,
    `      alertname=${RECEIVER_TEST} receiver="$receiver") || failed=1`,
    '    case $found in',
    `      *${RECEIVER_TEST}*) echo "$receiver: told by $url, $now" ;;`,
    '      *) echo "$receiver: not told by $url" >&2; failed=1 ;;',
    '    esac',
    '  done',
    'done',
    'exit "$failed"',
  ];
}
