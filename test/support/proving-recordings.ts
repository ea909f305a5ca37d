/** Runs the recording rules of a service on made-up series, and says in words what does not hold. */
import type { RuleGroup } from '../../model/delivery';
import { recordingCases } from '../../model/proof';
import type { RecordingCase, RunOptions } from '../../model/proof';
import type { Recording } from '../../model/recording';
import type { Service } from '../../model/service';
import { recordingRules } from './delivered-rules';
import type { Recorded } from './goldens';
import { runOptions, runPromtool } from './promtool';
import type { Sample } from './promtool';
import { isDeployedMajor } from './proving';

const STEP = 15;
/** Rounding of sums in another order. */
const RELATIVE_ERROR = 1e-9;

/** A case with the release whose rules it runs on; undefined: those of every target. */
interface Placed {
  readonly key: string;
  readonly dialect: string | undefined;
  readonly one: RecordingCase;
}

/** Every recording rule of a service, those of its dialects included, with its cases. Keys are titles. */
export function recordingProofs(service: Service): readonly Placed[] {
  const { recordings = [], dialects = [] } = service.spec;
  const seen = new Set<string>();
  const placed = [
    ...recordings.map((recording) => ({ recording, dialect: releaseWith(service, recording) })),
    ...dialects.flatMap((dialect) => dialect.derived.map((recording) => ({ recording, dialect: dialect.name }))),
  ].filter(({ recording }) => isNew(seen, recording));
  return placed.flatMap(({ recording, dialect }) =>
    recordingCases(recording, recordings, options(service, dialect)).map((one) => ({ key: one.title, dialect, one })),
  );
}

/** The first release whose targets have the recording: undefined where those of every target do. */
function releaseWith(service: Service, { name }: Recording): string | undefined {
  const releases = [undefined, ...(service.spec.dialects ?? []).map((dialect) => dialect.name)];
  return releases.find((release) =>
    recordingRules(service, release, STEP).some(({ rules }) =>
      rules.some((rule) => 'record' in rule && rule.record === name),
    ),
  );
}

/** What the rules give; by the case's key. */
export async function runRecordings(service: Service): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const proofs = recordingProofs(service);
  const rules: Record<string, readonly RuleGroup[]> = {};
  for (const { dialect } of proofs) rules[fileOf(dialect)] ??= recordingRules(service, dialect, STEP);
  const tests = Object.fromEntries(proofs.map(({ one }, i) => [`recording.${i}`, one.file]));
  const verdicts = await runPromtool({ rules, tests });
  return new Map(
    proofs.map(({ key }, i) => {
      const failures = verdicts.get(`recording.${i}`)?.failures ?? [];
      const broken = failures.find((failure) => failure.kind !== 'query');
      if (broken !== undefined) throw new Error(`${key}: ${broken.text}`);
      return [key, failures.flatMap((failure) => (failure.kind === 'query' ? failure.got : []))] as const;
    }),
  );
}

/** The samples of every rule, to be reviewed. */
export function recordedBy(service: Service, results: ReadonlyMap<string, readonly Sample[]>): Recorded {
  const wanted = recordingProofs(service).filter(({ one }) => one.claim === 'result');
  return Object.fromEntries(wanted.map(({ key, one }) => [one.recording, results.get(key) ?? []]));
}

/** What is wrong with a rule's result; empty when nothing is. */
export function recordingFaults(
  { claim, labels, recording }: RecordingCase,
  got: readonly Sample[],
  recorded: Recorded,
): readonly string[] {
  if (claim === 'no NaN') return got.map((sample) => `is NaN: ${JSON.stringify(sample.labels)}`);
  if (got.length === 0) return ['records nothing'];
  const expected = recorded[recording] ?? [];
  const wanted = ['__name__', ...labels].sort().join(', ');
  return [
    ...got
      .map((sample) => Object.keys(sample.labels).sort().join(', '))
      .filter((names) => names !== wanted)
      .map((names) => `has labels ${names}, must have ${wanted}`),
    ...(same(got, expected)
      ? []
      : [`is ${JSON.stringify(got)}, was reviewed as ${JSON.stringify(expected)}; 'npm run golden' writes it anew`]),
  ];
}

function same(got: readonly Sample[], expected: readonly Sample[]): boolean {
  return (
    got.length === expected.length &&
    got.every(({ labels, value }) => {
      const other = expected.find((sample) => key(sample) === key({ labels, value }));
      if (other === undefined) return false;
      // Another release counts other samples at the edge of a range.
      return !isDeployedMajor() || Math.abs(other.value - value) <= RELATIVE_ERROR * Math.abs(value);
    })
  );
}

const key = ({ labels }: Sample): string => JSON.stringify(Object.entries(labels).sort());
const options = (service: Service, dialect: string | undefined): RunOptions =>
  runOptions(fileOf(dialect), recordingRules(service, dialect, STEP));
const fileOf = (dialect: string | undefined): string => `${dialect ?? 'usual'}.yml`;

function isNew(seen: Set<string>, { name, expr }: Recording): boolean {
  const id = `${name} ${expr.text()}`;
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}
