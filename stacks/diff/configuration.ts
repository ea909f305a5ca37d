/** What the programs' own configuration says beside rules, routes and dashboards. */
import { isAlerting } from '../check/subject';
import type { DeliveredRules } from '../check/subject';
import { type KubernetesObject, list, objectText, record, text } from '../plan/kubernetes-object';
import { podTemplate } from '../plan/references';
import { compact } from './compact';
import type { ManifestFile } from './manifest-files';
import type { Facts, Things } from './summary';
import { isWorkload } from './workloads';

type Fields = Readonly<Record<string, unknown>>;

/** What containers are started with. */
export const argumentsOf = (objects: readonly KubernetesObject[]): readonly string[] =>
  objects.flatMap((object) =>
    list(podTemplate(object)?.spec['containers']).flatMap((each) => list(record(each)['args']).map(String)),
  );

/** How long Prometheus and Alertmanager remember: settings of the file, or arguments. */
export function retentionOf(objects: readonly KubernetesObject[], prometheus: Fields): Things {
  const args = argumentsOf(objects);
  const given = (name: string): string | undefined =>
    args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const file = record(record(record(prometheus['storage'])['tsdb'])['retention']);
  return {
    Prometheus: present({
      'retention time': text(file['time']) ?? given('storage.tsdb.retention.time'),
      'retention size': text(file['size']) ?? given('storage.tsdb.retention.size'),
    }),
    Alertmanager: present({ 'retention time': given('data.retention') }),
  };
}

const present = (facts: Readonly<Record<string, string | undefined>>): Facts =>
  Object.fromEntries(Object.entries(facts).filter((entry): entry is [string, string] => entry[1] !== undefined));

/** Scrape jobs: targets as a list, everything else as it stands. */
export function jobsOf(configs: readonly Fields[]): Things {
  return Object.fromEntries(
    configs.map(({ job_name: job, static_configs: fixed, ...settings }) => {
      const targets = list(fixed).flatMap((each) => list(record(each)['targets']).map(String));
      return [
        `job ${String(job)}`,
        { ...(targets.length === 0 ? {} : { targets: targets.join(', ') }), ...plain(settings) },
      ];
    }),
  );
}

/** Recording rules: `rstmdb:latency:p99 {le="…"}` and its expression. */
export function recordingsOf(files: readonly DeliveredRules[]): Things {
  return Object.fromEntries(
    files.flatMap(({ ruleGroups }) =>
      ruleGroups.flatMap(({ rules }) =>
        rules.flatMap((rule) => {
          if (isAlerting(rule)) return [];
          const labels = Object.entries(rule.labels ?? {}).map(([name, value]) => `${name}="${value}"`);
          return [
            [labels.length === 0 ? rule.record : `${rule.record} {${labels.join(', ')}}`, { expression: rule.expr }],
          ];
        }),
      ),
    ),
  ) as Things;
}

/** Settings of files that are told elsewhere. */
const TOLD: Readonly<Partial<Record<ManifestFile['kind'], readonly string[]>>> = {
  prometheus: ['scrape_configs', 'storage'],
  alertmanager: ['receivers'],
};

/** Objects that are no workloads, and files, as far as nothing else tells of them. */
export function restOf(objects: readonly KubernetesObject[], files: readonly ManifestFile[]): Things {
  const others = objects.filter((object) => !isWorkload(object));
  return {
    ...Object.fromEntries(
      others.map(({ data: _data, binaryData: _binary, ...object }) => [
        objectText(object as KubernetesObject),
        plain(object),
      ]),
    ),
    ...Object.fromEntries(files.filter(({ kind }) => kind !== 'dashboard').map((file) => [file.where, factsOf(file)])),
  };
}

function factsOf({ kind, content, text: written }: ManifestFile): Facts {
  if (kind === 'other') return { content: written };
  if (kind !== 'rules') {
    return plain(Object.fromEntries(Object.entries(content).filter(([key]) => !(TOLD[kind] ?? []).includes(key))));
  }
  const groups = list(content['groups']).map((each) => record(each));
  return Object.fromEntries(
    groups.map(({ rules: _rules, name, ...group }) => [`group ${String(name)}`, compact(group)]),
  );
}

const plain = (settings: Fields): Facts =>
  Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, typeof value === 'string' ? value : compact(value)]),
  );
