/** Where a board's data comes from, and what stands around it: DB-03, DB-04, DB-15, DB-16. */
import type { Problem } from '../../model/problem';
import { PROBE_JOB } from '../../model/probe';
import { walk } from '../../model/promql/ast';
import type { SelectorNode } from '../../model/promql/ast';
import { FLEET, ofService, runbookPage } from '../scope';
import type { BoardCheck } from './view';
import { treeOf, treesOf } from './view';

/** Series that Prometheus makes itself for a service's alerts; they have their own `service` label. */
const WITHOUT_TARGET = ['ALERTS', 'ALERTS_FOR_STATE'];

/** One data source variable, which everything uses. */
export const oneDataSource: BoardCheck = ({ model, where, panels }) => {
  const found: Problem[] = [];
  const variables = model.templating.list.filter((v) => v.type === 'datasource');
  if (variables.length !== 1 || variables[0]?.name !== 'datasource' || variables[0].label !== 'Data source') {
    const what = `it has ${variables.length} data source variables, must have one named 'datasource'`;
    found.push({ id: 'DB-03', where, what, remedy: 'build it with board()' });
  }
  const uses = [
    ...model.templating.list
      .filter((v) => v.type === 'query')
      .map((v) => ({ at: `${where}/variable ${v.name}`, uid: v.datasource?.uid })),
    ...model.annotations.list.map((a) => ({ at: `${where}/annotation ${a.name}`, uid: a.datasource?.uid })),
    ...panels.flatMap(({ panel, where: at }) =>
      [...(panel.targets ?? []), ...(panel.targets === undefined ? [] : [panel])].map((t) => ({
        at,
        uid: t.datasource?.uid,
      })),
    ),
  ];
  for (const { at, uid } of uses.filter((use) => use.uid !== '${datasource}')) {
    const what = `data source is '${uid ?? ''}', must be '\${datasource}'`;
    found.push({ id: 'DB-03', where: at, what, remedy: 'take it from the variable' });
  }
  return found;
};

/** Job and instance can be chosen, several at once, where the board is about one service. */
export const chosenTargets: BoardCheck = ({ model, where, service }) =>
  (service === FLEET ? [] : ['job', 'instance']).flatMap((name): Problem[] => {
    const at = `${where}/variable ${name}`;
    const variable = model.templating.list.find((v) => v.name === name);
    if (variable === undefined)
      return [{ id: 'DB-04', where: at, what: 'it is missing', remedy: 'build it with board()' }];
    const faults = [
      variable.type !== 'query' && `type is '${variable.type}', must be 'query'`,
      !(variable.multi === true && variable.includeAll === true) && 'it must take several values, and all',
      (variable.allValue ?? '') === '' && "it has no 'allValue'",
      variable.refresh !== 2 && 'refresh is not 2, on a change of the time range',
      name === 'instance' && !(variable.definition ?? '').includes('job=~"$job"') && 'it does not follow $job',
    ].filter((fault) => fault !== false);
    return faults.map((what) => ({ id: 'DB-04', where: at, what, remedy: 'build it with board()' }));
  });

/** `up` of whatever job: a question about scraping itself, which no choice of targets may narrow. */
const asksAllJobs = (node: SelectorNode): boolean => node.name === 'up' && node.matchers.length === 0;

/** A recorded series is named after the labels that it kept: one over all instances has none to choose. */
const isWithoutInstance = ({ name = '' }: SelectorNode): boolean =>
  /^(?!([a-z0-9]+_)*instance[_:])[a-z0-9_]+:/.test(name);

/** The service that probes for all others. */
const PROBER = 'blackbox';

/** What the reader chooses of a series: targets, or objectives, which have no target. */
function choicesOf(node: SelectorNode, service: string): readonly string[] {
  if (node.name?.startsWith('slo:')) return ['slo'];
  // A probe's instance is what it asked, which is no target that the reader could choose. The prober's own board is
  // about the probes of all services.
  if (node.matchers.some(({ label, value }) => label === 'job' && value === PROBE_JOB)) {
    return service === PROBER ? [] : ['service'];
  }
  return isWithoutInstance(node) ? ['job'] : ['job', 'instance'];
}

/** Every selector follows the reader's choice of targets; on a board of all services there is none. */
export const followsTheReader: BoardCheck = ({ panels, service }) =>
  (service === FLEET ? [] : panels).flatMap((view) =>
    treesOf(view).flatMap(({ tree }) =>
      [...walk(tree)].flatMap((node): Problem[] => {
        if (node.type !== 'selector' || WITHOUT_TARGET.includes(node.name ?? '') || asksAllJobs(node)) return [];
        const choices = choicesOf(node, service);
        const lacking = choices.filter((name) => !node.matchers.some((m) => m.label === name));
        if (lacking.length === 0) return [];
        const what = `'${node.name ?? '{…}'}' has no matcher on ${lacking.join(' and ')}`;
        return [{ id: 'DB-04', where: view.where, what, remedy: "take the metric from its job's catalogue" }];
      }),
    ),
  );

/** Firing alerts are marked on all panels, and every mark's query parses. */
export const annotated: BoardCheck = ({ model, where, service }) => {
  const { list } = model.annotations;
  const found: Problem[] = [];
  if (!list.some(({ expr = '' }) => expr.startsWith('ALERTS{') && expr.includes(ofService(service)))) {
    found.push({ id: 'DB-15', where, what: `no annotation shows the firing alerts of '${service}'` });
  }
  for (const { name, expr = '' } of list) {
    const tree = treeOf(expr);
    if (typeof tree === 'string') found.push({ id: 'DB-15', where: `${where}/annotation ${name}`, what: tree });
  }
  return found;
};

/** The reader can go on to the other boards and to the runbook. */
export const linked: BoardCheck = ({ model, where, service }) => {
  const links = model.links ?? [];
  const dropdown = links.some((l) => l.type === 'dashboards' && l.asDropdown && l.includeVars && l.keepTime);
  const runbook = links.some((l) => l.url?.endsWith(runbookPage('', service)) === true);
  const faults = [!dropdown && 'no link leads to the other boards', !runbook && 'no link leads to the runbook'];
  return faults
    .filter((fault) => fault !== false)
    .map((what) => ({ id: 'DB-16', where, what, remedy: 'build it with board()' }));
};
