/**
 * Reads a page of metrics as Prometheus does, which refuses a page for one bad line.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 * @see https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
import { VedetteError } from '../../model/problem';
import type { Problem } from '../../model/problem';
import { FAMILY_TYPES } from './page';
import type { Family, FamilyType, Format, Page, Sample } from './page';
import { MalformedLine, readSample, shown, unescaped } from './sample-line';

/** How many bad lines are told one by one. */
const TOLD = 10;

/**
 * @param where what the page is called in messages: its address
 * @throws VedetteError with the number of each line that Prometheus would refuse, and for a page without a sample
 */
export function readPage(text: string, format: Format, where: string): Page {
  const reader = new Reader(format);
  text.split('\n').forEach((line, index) => reader.read(line, index + 1));
  const problems = reader.end().map((problem) => ({ ...problem, where: `${where} ${problem.where}`.trim() }));
  const more = problems.length - TOLD;
  const rest: Problem = {
    where,
    what: `${more} more lines cannot be read`,
    remedy: 'Prometheus refuses the whole page',
  };
  if (problems.length > 0) throw new VedetteError([...problems.slice(0, TOLD), ...(more > 0 ? [rest] : [])]);
  const families = reader.families();
  if (families.length === 0) {
    const remedy = 'see whether the program counts anything yet, and whether this is its page of metrics';
    throw new VedetteError([{ where, what: 'the page holds no sample', remedy }]);
  }
  return { format, families };
}

interface Described {
  type?: FamilyType;
  help?: string;
  unit?: string;
}

class Reader {
  readonly #described = new Map<string, Described>();
  readonly #samples: Sample[] = [];
  readonly #problems: Problem[] = [];
  #hasEnded = false;

  constructor(readonly format: Format) {}

  read(line: string, number: number): void {
    try {
      if (this.#hasEnded && line !== '') throw new MalformedLine("it comes after '# EOF'");
      if (line.startsWith('#')) this.#comment(line);
      else if (line.trim() !== '') this.#samples.push(readSample(line.trimStart(), this.format));
    } catch (error) {
      if (!(error instanceof MalformedLine)) throw error;
      this.#problems.push({ where: `line ${number}`, what: error.message });
    }
  }

  /** What is wrong with the page. */
  end(): readonly Problem[] {
    if (this.format === 'text 0.0.4' || this.#hasEnded) return this.#problems;
    return [...this.#problems, { where: '', what: "the page does not end with '# EOF'", remedy: 'it was cut off' }];
  }

  /** In the order of their first samples. */
  families(): readonly Family[] {
    const byName = new Map<string, { readonly base: string; readonly samples: Sample[] }>();
    for (const sample of this.#samples) {
      const base = this.#baseOf(sample.name);
      const name = this.#nameOf(base, sample.name);
      const known = byName.get(name) ?? { base, samples: [] };
      known.samples.push(sample);
      byName.set(name, known);
    }
    return [...byName].map(([name, { base, samples }]) => {
      const { type = 'untyped', help = '', unit } = this.#described.get(base) ?? {};
      const isCreated = name !== base && name.endsWith('_created');
      return { name, type: isCreated ? 'gauge' : type, help, ...(unit !== undefined && { unit }), samples };
    });
  }

  #comment(line: string): void {
    if (this.format === 'OpenMetrics' && line === '# EOF') {
      this.#hasEnded = true;
      return;
    }
    const [, keyword, name = '', text = ''] = /^#[ \t]+(HELP|TYPE|UNIT)[ \t]+(\S+)(?:[ \t]+(.*))?$/.exec(line) ?? [];
    if (keyword === undefined) return;
    const described = this.#described.get(name) ?? {};
    this.#described.set(name, described);
    if (keyword === 'HELP') described.help = unescaped(text);
    if (keyword === 'UNIT') described.unit = text.trim();
    if (keyword === 'TYPE') described.type = typeNamed(text.trim());
  }

  /** The name below which a sample is described. */
  #baseOf(name: string): string {
    if (this.#described.get(name)?.type !== undefined) return name;
    for (const [suffix, types] of this.format === 'OpenMetrics' ? [...SUFFIXES, ...OPENMETRICS_SUFFIXES] : SUFFIXES) {
      if (!name.endsWith(suffix)) continue;
      const base = name.slice(0, -suffix.length);
      const type = this.#described.get(base)?.type;
      if (type !== undefined && types.includes(type)) return base;
    }
    return name;
  }

  /** In OpenMetrics `# TYPE x counter` describes the series `x_total`, which is what Prometheus stores. */
  #nameOf(base: string, sample: string): string {
    const type = this.#described.get(base)?.type ?? 'untyped';
    const isPart = SUFFIXES.some(([suffix, types]) => sample === base + suffix && types.includes(type));
    return isPart ? base : sample;
  }
}

type Suffix = readonly [string, readonly FamilyType[]];

const SUFFIXES: readonly Suffix[] = [
  ['_bucket', ['histogram', 'gaugehistogram']],
  ['_sum', ['histogram', 'summary']],
  ['_count', ['histogram', 'summary']],
  ['_gsum', ['gaugehistogram']],
  ['_gcount', ['gaugehistogram']],
];
const OPENMETRICS_SUFFIXES: readonly Suffix[] = [
  ['_total', ['counter']],
  ['_info', ['info']],
  ['_created', ['counter', 'histogram', 'summary']],
];

function typeNamed(text: string): FamilyType {
  const type = FAMILY_TYPES.find((each) => each === text);
  if (type === undefined) throw new MalformedLine(`TYPE is ${shown(text)}, must be one of: ${FAMILY_TYPES.join(', ')}`);
  return type;
}
