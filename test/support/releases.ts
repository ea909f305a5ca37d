/** What becomes of a proof's series on their way through a release: its names and labels, and what the scrape makes of them. */
import { Exposure } from '../../cli/demo/exposure';
import type { RelabelRule } from '../../model/delivery';
import type { Dialect } from '../../model/dialect';
import { targetLabelsOf } from '../../model/label';
import type { Proof, ProofCase } from '../../model/proof';
import type { Samples } from '../../model/proof/timeline';
import type { Service } from '../../model/service';
import { rulesFor, rulesIn, scrapeRules, USUAL_STEP } from './delivered-rules';
import { relabelled } from './relabel';

/** A proof as one release plays it. */
export interface ReleaseProof {
  readonly dialect: string;
  /** The cases that differ from those that are proven in the documented names. */
  readonly proof: Proof;
  /** How many cases are the same, rule and series, as there. */
  readonly same: number;
}

/** A case that a release cannot tell, and why: it must fail there, else it is no limit. */
export interface Limit {
  /** `service dialect`. */
  readonly release: string;
  readonly alert: string;
  /** Words of the case's title. */
  readonly title: string;
  readonly reason: string;
}

const ONE_NODE = 'the height of the chain is that of the highest node scraped, and these cases have one node';

export const LIMITS: readonly Limit[] = [
  {
    release: 'sequencer documented',
    alert: 'SequencerHighLatency',
    title: 'most are probes and scans',
    reason: 'the documents have no path on their histogram, so probes weigh in',
  },
  ...['testnet-dashboard', 'bitcoin-exporter'].flatMap((name) =>
    ['starts after an outage', '1% above'].map((title): Limit => ({
      release: `drachma ${name}`,
      alert: 'DrachmaOutOfSync',
      title,
      reason: ONE_NODE,
    })),
  ),
];

/** What tells whether the alert works there at all; accidents were tried in the documented names. */
const KINDS: readonly string[] = ['firing', 'quiet', 'boundary'];

/** The proofs of every alert in every release that supports it. */
export function releaseProofs(service: Service, proofs: readonly Proof[]): readonly ReleaseProof[] {
  return (service.spec.dialects ?? []).flatMap((dialect) =>
    proofs.flatMap((proof): ReleaseProof[] => {
      const rules = proof.slo === undefined ? rulesIn(service, dialect.name, proof.alert, USUAL_STEP) : undefined;
      if (rules === undefined) return [];
      const isSameRule = JSON.stringify(rules) === JSON.stringify(rulesFor(service, proof.alert, USUAL_STEP));
      const release = new Release(service, dialect, scrapeRules(service, dialect.name));
      const played = proof.cases
        .filter(({ kind }) => KINDS.includes(kind))
        .map((one) => ({ one, inputs: release.through(one.inputs) }));
      const differing = played.filter(({ one, inputs }) => !isSameRule || text(inputs) !== text(one.inputs));
      const cases = differing.map(({ one, inputs }): ProofCase => ({ ...one, inputs, claims: withoutPages(one) }));
      return [{ dialect: dialect.name, proof: { ...proof, cases }, same: played.length - differing.length }];
    }),
  );
}

/** Texts are reviewed in the documented names. */
const withoutPages = ({ claims }: ProofCase): ProofCase['claims'] => claims.filter(({ kind }) => kind !== 'page');

const sorted = (labels: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(labels).sort());
const text = (inputs: readonly Samples[]): string =>
  JSON.stringify(
    inputs.map(({ name, labels, samples }) => `${name}${sorted(labels)}${JSON.stringify(samples)}`).sort(),
  );

class Release {
  readonly #exposure: Exposure;

  constructor(
    service: Service,
    readonly dialect: Dialect,
    readonly rules: readonly RelabelRule[],
  ) {
    this.#exposure = new Exposure(Object.values(service.spec.metrics), dialect);
  }

  /** The series as Prometheus stores them from this release. Those that it cannot tell apart are one, their sum. */
  through(inputs: readonly Samples[]): readonly Samples[] {
    const stored = new Map<string, Samples>();
    const names = new Set(inputs.map(({ name }) => name));
    for (const one of inputs) {
      const series = this.isGivenAsDerived(one.name, names) ? one : this.stored(one);
      if (series === undefined) continue;
      const key = `${series.name}${sorted(series.labels)}`;
      const known = stored.get(key);
      stored.set(key, known === undefined ? series : added(known, series));
    }
    return [...stored.values()];
  }

  /** The scenario gives what the release derives, and nothing that it is derived from: it stands as recorded. */
  private isGivenAsDerived(name: string, given: ReadonlySet<string>): boolean {
    const recording = this.dialect.derived.find((each) => each.name === name);
    const read = recording?.expr.series.map((series) => series.name).filter((other) => other !== name);
    return read?.every((other) => !given.has(other)) ?? false;
  }

  private stored(one: Samples): Samples | undefined {
    const metric = this.#exposure.metricOf(one.name);
    // What Prometheus makes itself, and what probes found, never was on the release's page.
    if (metric === undefined || one.name === 'up') return one;
    if (this.#exposure.lacks(one.name) !== undefined) return undefined;
    const exposed = this.#exposure.exposed(one.name, one.labels);
    if (exposed === undefined) return undefined;
    const { name, labels } = exposed;
    const ofTarget = ['job', 'instance', ...targetLabelsOf(metric)].flatMap((each) =>
      one.labels[each] === undefined ? [] : [[each, one.labels[each]] as const],
    );
    const le = one.labels['le'] === undefined ? {} : { le: one.labels['le'] };
    const { __name__: kept, ...rest } = relabelled(
      { __name__: name, ...labels, ...le, ...Object.fromEntries(ofTarget) },
      this.rules,
    );
    return kept === undefined ? undefined : { ...one, name: kept, labels: rest };
  }
}

/** Samples at the same moments, added; where one has none, the other's. */
function added(one: Samples, other: Samples): Samples {
  const samples = one.samples.map((sample, i) => {
    const more = other.samples[i];
    if (typeof sample !== 'number') return typeof more === 'number' ? more : sample;
    return typeof more === 'number' ? sample + more : sample;
  });
  return { ...one, samples };
}
