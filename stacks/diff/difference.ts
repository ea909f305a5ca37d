/** From two deployments to what changed between them. */
import { durationSeconds } from '../../model/promql/literals';
import { alertChanges } from './alert-changes';
import { type Change, byDanger } from './change';
import type { Estimate } from './series';
import type { DeploymentSummary, Things } from './summary';
import { thingChanges } from './thing-changes';

/** Everything that changed, the most dangerous first; nothing that stayed. */
export function difference(before: DeploymentSummary, after: DeploymentSummary): readonly Change[] {
  return [
    ...alertChanges(before.alerts, after.alerts),
    ...thingChanges(receiverNames(before), receiverNames(after), { kind: 'told', gone: 0, changed: 0, added: 5 }),
    ...retentionChanges(before.retention, after.retention),
    ...thingChanges(before.jobs, after.jobs, { kind: 'data', gone: 1, changed: 2, added: 3 }),
    ...seriesChange(before.series, after.series),
    ...thingChanges(before.recordings, after.recordings, { kind: 'recording' }),
    ...thingChanges(before.dashboards, after.dashboards, { kind: 'dashboard', changed: 3 }),
    ...panelChanges(before, after),
    ...thingChanges(before.workloads, after.workloads, { kind: 'workload' }),
    ...thingChanges(before.rest, after.rest, { kind: 'rest' }),
  ].toSorted(byDanger);
}

const receiverNames = ({ receivers }: DeploymentSummary): Things =>
  Object.fromEntries(Object.entries(receivers).map(([name, ways]) => [`receiver ${name}`, ways]));

/** What is kept for less is gone. */
function retentionChanges(before: Things, after: Things): readonly Change[] {
  return thingChanges(before, after, { kind: 'data', gone: 0, changed: 0, added: 0 }).map((change) => {
    const [, now = '', old = ''] = /^retention time (\S+), was (\S+)$/.exec(change.what) ?? [];
    const isShorter = durationSeconds(now) < durationSeconds(old);
    return isShorter ? { ...change, what: `${change.what}: older data go` } : change;
  });
}

/** Panels of boards that there are on both sides. */
function panelChanges(before: DeploymentSummary, after: DeploymentSummary): readonly Change[] {
  return Object.entries(before.panels).flatMap(([uid, panels]) => {
    const now = after.panels[uid];
    if (now === undefined) return [];
    return thingChanges(panels, now, { kind: 'dashboard', gone: 1, changed: 3, added: 2 }).map((change) => ({
      ...change,
      subject: `${uid} ${change.subject}`,
    }));
  });
}

function seriesChange(before: Estimate, after: Estimate): readonly Change[] {
  const [old, now] = [before, after].map((each) => Object.values(each).reduce((sum, count) => sum + count, 0));
  if (old === undefined || now === undefined || old === now) return [];
  const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((name) => ({ name, by: (after[name] ?? 0) - (before[name] ?? 0) }))
    .filter(({ by }) => by !== 0)
    .map(({ name, by }) => `${name} ${signed(by)}`);
  const what = `about ${now}, was ${old} (${signed(now - old)}): ${parts.join(', ')}`;
  return [{ kind: 'data', rank: 4, subject: 'series of the catalogues', what }];
}

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));
