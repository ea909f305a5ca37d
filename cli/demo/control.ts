/** What is broken on request in a running demo, and what can be. */
import { readFileSync } from 'node:fs';
import { suggestion } from '../../model/problem';
import type { Severity } from '../../model/delivery';
import { CliError, EXIT } from '../exit';
import { exclusively } from '../local/lock';
import type { StateDir } from '../local/state';
import { DEMO, demoFiles, readIncidents, writeIncidents } from './incident-file';
import type { BegunByService } from './incident-file';
import { writeTargets } from './local';
import type { DemoIncident, DemoPlan, DemoService } from './plan';

/** An incident of a service, as a person chooses it. */
export interface ListedIncident {
  readonly service: string;
  readonly incident: string;
  readonly alert: string;
  readonly severity: Severity;
  readonly when: string;
  /** Seconds until the alert fires, at the speed of this stack. */
  readonly firesAfter: number;
  /** Seconds of healthy past that the condition reads; a demo that is younger may need as long again. */
  readonly memory: number;
  /** When it began, where it is on: ISO 8601. */
  readonly since?: string;
}

/** An alert that the demo cannot make fire. */
export interface ListedObstacle {
  readonly service: string;
  readonly alert: string;
  readonly reason: string;
}

export interface DemoList {
  readonly incidents: readonly ListedIncident[];
  readonly unplayable: readonly ListedObstacle[];
  /** Services that real programs serve. */
  readonly real: readonly string[];
}

/**
 * Everything that can be broken, and what is.
 * @throws CliError when no demo is up, or it does not play the service
 */
export function listDemo(state: StateDir, service?: string): DemoList {
  const plan = runningPlan(state);
  const chosen = service === undefined ? plan.services : [playedService(plan, service)];
  const begun = readIncidents(demoFiles.incidents(state));
  const speed = state.choices?.speed ?? 1;
  return {
    incidents: chosen.flatMap(({ id, incidents }) =>
      incidents.map((each) => listed(id, each, begun[id]?.[each.name], speed)),
    ),
    unplayable: chosen.flatMap(({ id, unplayable }) => unplayable.map((each) => ({ service: id, ...each }))),
    real: plan.real,
  };
}

function listed(service: string, incident: DemoIncident, since: number | undefined, speed: number): ListedIncident {
  const { name, alert, severity, when, trueAfter, waits, memory } = incident;
  return {
    service,
    incident: name,
    alert,
    severity,
    when,
    firesAfter: Math.ceil(trueAfter + waits / speed),
    memory,
    ...(since !== undefined && { since: new Date(since * 1000).toISOString() }),
  };
}

/**
 * Starts an incident. One that is on already goes on.
 * @throws CliError for a service or an incident that is not there
 */
export async function breakService(state: StateDir, service: string, incident: string): Promise<ListedIncident> {
  const plan = runningPlan(state);
  const found = incidentOf(playedService(plan, service), incident);
  await exclusively(state, () => {
    const begun = readIncidents(demoFiles.incidents(state));
    const own = { [incident]: Date.now() / 1000, ...begun[service] };
    change(state, plan, { ...begun, [service]: own });
    return Promise.resolve();
  });
  return listed(
    service,
    found,
    readIncidents(demoFiles.incidents(state))[service]?.[incident],
    state.choices?.speed ?? 1,
  );
}

/**
 * Ends incidents: one, those of a service, or all.
 * @returns what was on
 * @throws CliError for a service or an incident that is not there
 */
export async function heal(
  state: StateDir,
  service?: string,
  incident?: string,
): Promise<readonly { readonly service: string; readonly incident: string }[]> {
  const plan = runningPlan(state);
  const chosen = service === undefined ? plan.services : [playedService(plan, service)];
  if (incident !== undefined && chosen[0] !== undefined) incidentOf(chosen[0], incident);
  const isMeant = (id: string, name: string): boolean =>
    chosen.some((each) => each.id === id) && (incident === undefined || incident === name);
  return exclusively(state, () => {
    const begun = readIncidents(demoFiles.incidents(state));
    const on = Object.entries(begun).flatMap(([id, own]) =>
      Object.entries(own).map(([name, since]) => ({ service: id, incident: name, since })),
    );
    const left = on.filter((each) => !isMeant(each.service, each.incident));
    const next: Record<string, Record<string, number>> = {};
    for (const each of left) (next[each.service] ??= {})[each.incident] = each.since;
    change(state, plan, next);
    const ended = on.filter((each) => !left.includes(each));
    return Promise.resolve(ended.map((each) => ({ service: each.service, incident: each.incident })));
  });
}

/** The exporter reads the file at each scrape; Prometheus sees changed targets by itself. */
function change(state: StateDir, plan: DemoPlan, begun: BegunByService): void {
  writeIncidents(demoFiles.incidents(state), begun);
  writeTargets(state, plan);
}

/** The plan of the demo that is up. */
function runningPlan(state: StateDir): DemoPlan {
  const isUp = state.choices?.engine === 'docker' || state.plan?.processes.some(({ name }) => name === DEMO) === true;
  try {
    if (isUp) return JSON.parse(readFileSync(demoFiles.plan(state), 'utf8')) as DemoPlan;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  throw new CliError(EXIT.problems, "no demo is up; start it with 'vedette up' (without --no-demo)");
}

function playedService({ services, real }: DemoPlan, id: string): DemoService {
  const found = services.find((service) => service.id === id);
  if (found !== undefined) return found;
  const ids = services.map((service) => service.id);
  if (!real.includes(id)) throw new CliError(EXIT.usage, `no service '${id}'; ${suggestion(id, ids)}`);
  const instead =
    id === 'rstmdb' ? "start with 'vedette up --no-rstmdb' to have it played" : `the demo plays ${ids.join(', ')}`;
  throw new CliError(EXIT.usage, `${id} is served by a real program here, which the demo does not touch; ${instead}`);
}

function incidentOf({ id, incidents, unplayable }: DemoService, name: string): DemoIncident {
  const found = incidents.find((incident) => incident.name === name);
  if (found !== undefined) return found;
  const none = unplayable.find(({ alert }) => alert === name);
  if (none !== undefined) throw new CliError(EXIT.usage, `${name} of ${id} cannot be played: ${none.reason}`);
  const byAlert = incidents.find(({ alert }) => alert === name);
  const hint =
    byAlert === undefined
      ? suggestion(
          name,
          incidents.map((incident) => incident.name),
        )
      : `did you mean '${byAlert.name}'?`;
  throw new CliError(EXIT.usage, `${id} has no incident '${name}'; ${hint}`);
}
