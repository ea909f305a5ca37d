/** Alerts, runbooks and boards lead to each other: AL-16 and X-03. */
import { alertsOf } from '../../../dashboards/check/links';
import type { ServiceDelivery } from '../../../model/delivery';
import type { Problem } from '../../../model/problem';
import { RUNBOOK_HEADINGS, runbookSections } from '../../../model/runbook';
import type { Subject } from '../subject';

/** Every alert has its section in the runbook that it names, and every section an alert. */
export function runbooks({ wiring, services }: Subject): readonly Problem[] {
  return wiring.deliveries.flatMap((delivery) => {
    const service = services.find(({ id }) => id === delivery.service);
    const declared = [...(service?.alertNames ?? []), ...(service?.sloAlertNames ?? [])];
    const delivered = delivery.alerts.map(({ alertname }) => alertname);
    return [...sections(delivery, new Set([...declared, ...delivered])), ...addresses(delivery, wiring.publicUrl)];
  });
}

function sections({ service, runbook }: ServiceDelivery, names: ReadonlySet<string>): readonly Problem[] {
  const found = runbookSections(runbook);
  const problems: Problem[] = [];
  for (const name of names) {
    const headings = found.get(name)?.join(', ');
    const wanted = RUNBOOK_HEADINGS.join(', ');
    if (headings === wanted) continue;
    const what =
      headings === undefined
        ? 'it has no section in the runbook'
        : `its section has ${headings || 'no headings'}, must have ${wanted}`;
    problems.push({ id: 'AL-16', where: `${service}/${name}`, what, remedy: `write '## ${name}' in runbook.md` });
  }
  for (const title of [...found.keys()].filter((each) => !names.has(each))) {
    const what = `section '${title}' of the runbook belongs to no alert`;
    problems.push({ id: 'AL-16', where: `${service}/runbook`, what, remedy: 'name it after its alert, or drop it' });
  }
  return problems;
}

function addresses({ service, ruleGroups }: ServiceDelivery, publicUrl: string): readonly Problem[] {
  return ruleGroups.flatMap(({ rules }) =>
    rules.flatMap((rule): readonly Problem[] => {
      if (!('alert' in rule)) return [];
      const wanted = `${publicUrl}/runbooks/${service}.html#${rule.alert}`;
      const is = rule.annotations['runbook_url'] ?? '';
      if (is === wanted) return [];
      const what = `runbook_url is '${is}', must be '${wanted}'`;
      return [{ id: 'AL-16', where: `${service}/${rule.alert}`, what, remedy: 'make it with defineService' }];
    }),
  );
}

/** Boards lead to sections that are there, and runbooks to boards that are. */
export function triangles({ wiring, boards }: Subject): readonly Problem[] {
  const books = new Map(wiring.deliveries.map(({ service, runbook }) => [service, runbookSections(runbook)]));
  const fromBoards = boards.flatMap(({ panels }) =>
    panels.flatMap(({ panel, where }) =>
      alertsOf(panel)
        .filter(({ service, alert }) => books.get(service)?.has(alert) !== true)
        .map(({ service, alert }) => ({
          id: 'X-03',
          where,
          what: `it leads to section '${alert}' of the runbook of '${service}', which is not there`,
          remedy: 'write the section, or drop the alert from the panel',
        })),
    ),
  );
  const uids = boards.map(({ file }) => file.uid);
  // The runbook of what is not watched here is one of all environments, and its boards are elsewhere.
  const read = wiring.deliveries.filter(({ ruleGroups }) => ruleGroups.length > 0);
  const fromRunbooks = read.flatMap(({ service, runbook }) =>
    [...runbook.matchAll(/\/d\/([\w-]+)/g)]
      .filter(([, uid = '']) => !uids.includes(uid))
      .map(([, uid = '']) => ({
        id: 'X-03',
        where: `${service}/runbook`,
        what: `it leads to board '${uid}', which is not there`,
        remedy: `use one of: ${[...uids].sort().join(', ')}`,
      })),
  );
  return [...fromBoards, ...fromRunbooks];
}
