/** The variables of a board: data source, job, the target's own labels, instance (DB-03, DB-04). */
import type { Series } from '../model/metric';
import { quote, targetLabelsOf } from '../model/label';
import type { Variable } from './grafana';
import { DATASOURCE } from './grafana';

const ALL = { selected: true, text: ['All'], value: ['$__all'] };

const CHOICE = {
  type: 'query',
  datasource: DATASOURCE,
  multi: true,
  includeAll: true,
  current: ALL,
  options: [],
  regex: '',
  // 2: asked again when the time range changes, so that an instance that is gone can still be chosen for its past.
  refresh: 2,
  sort: 1,
  hide: 0,
  skipUrlSync: false,
} as const;

/** The data source, which every board lets its reader choose. */
export const DATASOURCE_CHOICE: Variable = {
  type: 'datasource',
  name: 'datasource',
  label: 'Data source',
  query: 'prometheus',
  options: [],
  regex: '',
  refresh: 1,
  multi: false,
  includeAll: false,
  hide: 0,
  skipUrlSync: false,
};

/**
 * Data source, then jobs, then what else tells the service's targets apart, then the instances of all that is chosen.
 * @param from a metric that every target of the service has
 */
export function variablesFrom(from: Series): readonly Variable[] {
  const job = from.job ?? '';
  const own = targetLabelsOf(from);
  const among = (names: readonly string[]): string =>
    `${from.name}{${['job', ...names].map((name) => `${name}=~"$${name}"`).join(', ')}}`;
  return [
    DATASOURCE_CHOICE,
    // `.+` here would let in every job's `up` and process metrics; "all" means all jobs of this service.
    choice('job', 'Job', `label_values(${from.name}{job=${quote(job)}}, job)`, job),
    ...own.map((name, i) => choice(name, capitalised(name), `label_values(${among(own.slice(0, i))}, ${name})`, '.+')),
    choice('instance', 'Instance', `label_values(${among(own)}, instance)`, '.+'),
  ];
}

function choice(name: string, label: string, query: string, allValue: string): Variable {
  return { ...CHOICE, name, label, query: { query, refId: `variable-${name}` }, definition: query, allValue };
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
