/** The verbs of the demo: `demo list`, `demo break`, `demo heal`. */
import { resolve } from 'node:path';
import { durationText, seconds } from '../model/quantity';
import { breakService, heal, listDemo } from './demo/control';
import type { DemoList, ListedIncident } from './demo/control';
import { EXIT, type ExitCode } from './exit';
import { StateDir } from './local/state';
import { typed } from './local/summary';

/** Flags of each verb. */
export interface DemoFlags {
  readonly state: string;
  readonly json?: true;
}

/** Above this, playing it live takes patience. */
const LONG = 3600;

export function demoListVerb(service: string | undefined, flags: DemoFlags): ExitCode {
  const list = listDemo(new StateDir(resolve(flags.state)), service);
  console.log(flags.json === true ? JSON.stringify(list, undefined, 2) : listText(list));
  return EXIT.ok;
}

export async function demoBreakVerb(service: string, incident: string, flags: DemoFlags): Promise<ExitCode> {
  const state = new StateDir(resolve(flags.state));
  const on = await breakService(state, service, incident);
  console.log(flags.json === true ? JSON.stringify(on, undefined, 2) : brokenText(on, state));
  return EXIT.ok;
}

export async function demoHealVerb(
  service: string | undefined,
  incident: string | undefined,
  flags: DemoFlags,
): Promise<ExitCode> {
  const ended = await heal(new StateDir(resolve(flags.state)), service, incident);
  const names = ended.map((each) => `${each.service} ${each.incident}`);
  if (flags.json === true) console.log(JSON.stringify({ ended }, undefined, 2));
  else console.log(names.length === 0 ? 'nothing was broken' : `healed: ${names.join(', ')}`);
  return EXIT.ok;
}

function listText({ incidents, unplayable, real }: DemoList): string {
  const width = Math.max(0, ...incidents.map(({ incident }) => incident.length));
  const services = [...new Set([...incidents, ...unplayable].map(({ service }) => service))];
  const lines = services.flatMap((service) => [
    service,
    ...incidents.filter((each) => each.service === service).map((each) => incidentLine(each, width)),
    ...unplayable
      .filter((each) => each.service === service)
      .map(({ alert, reason }) => `  not here: ${alert}: ${reason}`),
    '',
  ]);
  const notes = [
    'The time is until the alert fires: what its condition needs, then what its rule waits. * Over an hour: conditions',
    'that look far back cannot be hurried; where the demo is younger than what they read, they may take longer still.',
    ...(real.length === 0 ? [] : [`Real programs serve ${real.join(', ')}; break them with their own means.`]),
  ];
  return [...lines, ...notes].join('\n');
}

function incidentLine(
  { incident, alert, severity, when, firesAfter, memory, since }: ListedIncident,
  width: number,
): string {
  const long = firesAfter > LONG || memory > LONG ? ' *' : '';
  const on = since === undefined ? '' : `  ON since ${since}`;
  return `  ${incident.padEnd(width)}  ${`${timeText(firesAfter)}${long}`.padEnd(9)} ${alert} (${severity}) when ${when}${on}`;
}

/** Minutes are precise enough from two hours on. */
function timeText(time: number): string {
  return durationText(seconds(time > 2 * LONG ? Math.round(time / 60) * 60 : time));
}

function brokenText({ service, incident, alert, severity, when, firesAfter }: ListedIncident, state: StateDir): string {
  return [
    `${service}: ${when}`,
    `${alert} (${severity}) fires in about ${timeText(firesAfter)}.`,
    `End it with '${typed(`demo heal ${service} ${incident}`, state)}'.`,
  ].join('\n');
}
