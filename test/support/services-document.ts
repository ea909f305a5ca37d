/** docs/services.md, from the registry. */
import type { Dialect } from '../../model/dialect';
import type { Metric } from '../../model/metric';
import type { Level, Service } from '../../model/service';
import { services } from '../../services/registry';
import { cell, table } from './markdown-table';
import { inEveryRelease } from './service-claims';

const HEAD = `# Services

What is watched, and what each service is held to. This file is written by \`npm run golden\` from \`services/\`; a test holds
that it is current. Runbooks lie beside the code, in \`services/<id>/\`, and are served by the proxy below \`/runbooks/\`.

Check X-07 refuses a service with a hole: whatever is watched is scraped, alerts, and has a board and a runbook; what users
come for has an objective too. Every alert is proven, in the documented names and in each release: see
[proofs](proofs.md).
`;

const SOURCES = `## Where metrics come from

Documents and programs disagree. For each release that a service knows: *same* is exposed under the canonical name, a
name in code is what the release calls it, *derived* is computed by a recording rule, and *none* is not there: what needs
it is left out for that release, with the reason in \`vedette check\`. *Doubtful* values are drawn, and no alert trusts
them.
`;

/** The whole document. */
export function servicesDocument(): string {
  const spoken = services.filter(({ spec }) => (spec.dialects ?? []).length > 0);
  return [HEAD, `${matrix()}\n`, SOURCES, ...spoken.map((service) => `${sources(service)}\n`)].join('\n');
}

const PARTS: Readonly<Record<Level, string>> = {
  service: 'users come for it',
  resource: 'services stand on it',
  monitoring: 'watches the others',
};

function matrix(): string {
  const head = ['service', 'part', 'metrics', 'probes', 'alerts', 'objectives', 'boards', 'releases'];
  return table([head, ...services.map(row)]);
}

function row(service: Service): readonly string[] {
  const { id, level, spec } = service;
  const [first] = inEveryRelease(service);
  const names = [
    Object.keys(spec.probes ?? {}),
    (spec.slos ?? []).map(({ name }) => name),
    (spec.dialects ?? []).map(({ name }) => name),
  ].map((each) => each.join(', '));
  const [probes = '', slos = '', releases = ''] = names;
  const boards = first?.delivery.dashboards.length ?? 0;
  const counts = [Object.keys(spec.metrics).length, spec.alerts.length, boards].map(String);
  const [metrics = '', alerts = '', shown = ''] = counts;
  return [id, PARTS[level], metrics, probes, alerts, slos, shown, releases];
}

function sources({ title, spec }: Service): string {
  const dialects = spec.dialects ?? [];
  const rows = Object.values(spec.metrics).map((metric) => [
    `\`${metric.name}\``,
    ...dialects.map((dialect) => cell(sourceOf(metric, dialect))),
  ]);
  return `### ${title}\n\n${table([['metric', ...dialects.map(({ name }) => name)], ...rows])}`;
}

function sourceOf({ name }: Metric, { renamed, derived, absent, withoutLabels, unreliable }: Dialect): string {
  const is = ({ metric }: { readonly metric: Metric }): boolean => metric.name === name;
  const names = renamed.filter(is).map(({ realName, realLabels }) => {
    const labels = Object.entries(realLabels).map(([canonical, real]) => `${canonical} is \`${real}\``);
    const own = realName === name ? 'same' : `\`${realName}\``;
    return labels.length === 0 ? own : `${own} (${labels.join(', ')})`;
  });
  const isDerived = derived.some((recording) => recording.name === name);
  const base = absent.some(is) ? 'none' : isDerived ? 'derived' : names.length > 0 ? names.join(', ') : 'same';
  const lacking = withoutLabels.filter(is).map(({ label }) => `without \`${label}\``);
  return [base, ...lacking, ...(unreliable.some(is) ? ['doubtful'] : [])].join('; ');
}
