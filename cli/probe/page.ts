/** A page of metrics, as families of samples. */

/** Types that a TYPE line can name; `untyped` also where there is none. */
export const FAMILY_TYPES = [
  'counter',
  'gauge',
  'histogram',
  'summary',
  'untyped',
  'unknown',
  'info',
  'stateset',
  'gaugehistogram',
] as const;
export type FamilyType = (typeof FAMILY_TYPES)[number];

export type Format = 'text 0.0.4' | 'OpenMetrics';

/** One line of a page. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What belongs to one metric. */
export interface Family {
  /** As a catalogue names it: that of the series, without the suffixes of a histogram or a summary. */
  readonly name: string;
  readonly type: FamilyType;
  readonly help: string;
  /** From a UNIT line. */
  readonly unit?: string;
  /** At least one. */
  readonly samples: readonly Sample[];
}

export interface Page {
  readonly format: Format;
  readonly families: readonly Family[];
}

export const sampleCount = ({ families }: Page): number =>
  families.reduce((sum, { samples }) => sum + samples.length, 0);

/** It tells when another metric's series began, as the client library of Python writes it beside each. */
export const isCreation = ({ name }: Family, { families }: Page): boolean => {
  const stem = name.replace(/_created$/, '');
  return stem !== name && families.some((other) => other.name === stem || other.name === `${stem}_total`);
};
