/**
 * The names that relayers expose. The documented ones begin with `fusion_`; a relayer built on the connection pool
 * package exposes them without, and calls the pool `pool_name`. The documented rule "keep `fusion_connection_pool_.*`"
 * would drop every metric of such a relayer while `up` stays 1, so names are kept after they are renamed.
 */
import { dialect, Problems, renamed } from '../../model';
import type { Dialect, Metric } from '../../model';
import { metrics } from './metrics';

const PREFIX = 'fusion_connection_pool_';
const LABELS = ['pool', 'endpoint', 'type'] as const;

/** How a relayer names things. What is absent is as documented. */
export interface RelayerNames {
  /** What its names begin with in place of `fusion_connection_pool_`. */
  readonly prefix?: string;
  /** Its name of the label `pool`; likewise the others. */
  readonly pool?: string;
  readonly endpoint?: string;
  readonly type?: string;
}

/** @throws VedetteError when the prefix or a label is no name that Prometheus takes, or two labels have one name */
export function relayerDialect(name: string, names: RelayerNames = {}): Dialect {
  checkNames(name, names);
  const { prefix = PREFIX } = names;
  const own = Object.values<Metric>(metrics).filter((metric) => metric.name.startsWith(PREFIX));
  return dialect(name, {
    renamed: own.map((metric) => renamed(metric, metric.name.replace(PREFIX, prefix), realLabels(metric, names))),
    keep: `${PREFIX}.+`,
  });
}

function realLabels({ labels }: Metric, names: RelayerNames): Readonly<Record<string, string>> {
  return Object.fromEntries(
    LABELS.flatMap((canonical) => {
      const real = names[canonical];
      return real === undefined || real === canonical || !(canonical in labels) ? [] : [[canonical, real]];
    }),
  );
}

/** @see https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels */
function checkNames(dialectName: string, names: RelayerNames): void {
  const problems = new Problems();
  const where = `dialect ${dialectName}`;
  const { prefix = PREFIX } = names;
  if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(prefix)) {
    const what = `prefix is '${prefix}', must be of letters, digits and _, and not begin with a digit`;
    problems.add({ where, what, remedy: 'write what the names on its /metrics page begin with' });
  }
  const real = LABELS.map((canonical) => ({ canonical, label: names[canonical] ?? canonical }));
  for (const { canonical, label } of real) {
    if (!/^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)) {
      const what = `label '${canonical}' is '${label}', must be of letters, digits and _, and not begin with __`;
      problems.add({ where, what, remedy: 'write the label as its /metrics page has it' });
    }
    const same = real.find((other) => other.label === label);
    if (same !== undefined && same.canonical !== canonical) {
      const what = `labels '${same.canonical}' and '${canonical}' are both '${label}', must differ`;
      problems.add({ where, what, remedy: 'name each label of its /metrics page once' });
    }
  }
  problems.throwIfAny();
}

/** The names of the monitoring page. */
export const documented = relayerDialect('documented');

/** A relayer whose metrics lack the prefix. Two of its names were seen, `_total` and `_active`; the rest follows suit. */
export const unprefixed = relayerDialect('unprefixed', { prefix: 'connection_pool_', pool: 'pool_name' });

export const dialects: readonly Dialect[] = [documented, unprefixed];
