/** Claims: what must be seen on a timeline. Each becomes one check of promtool, and a sentence when it fails. */
import type { Severity } from '../delivery';
import { durationText, seconds } from '../quantity';

/** A notification's content: the labels without `alertname`, and the texts. */
export interface Page {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Times are seconds since the start of the timeline. */
export type Claim =
  /** The expression has its first sample at `first`, or `within` so many seconds of it. */
  | {
      readonly kind: 'true from';
      readonly expr: string;
      readonly onset: number;
      readonly first: number;
      readonly at: number;
      readonly within?: number;
    }
  /** The rule of that severity fires; `instances` of it where the number is known. */
  | { readonly kind: 'fires'; readonly severity: Severity; readonly at: number; readonly instances?: number }
  /** It has not fired at any evaluation up to `until`; any severity when none is named. */
  | { readonly kind: 'never fires'; readonly severity?: Severity; readonly until: number }
  /** It first fires within these moments. */
  | {
      readonly kind: 'fires between';
      readonly severity: Severity;
      readonly from: number;
      readonly to: number;
      readonly at: number;
    }
  /** It last fires within these moments. */
  | {
      readonly kind: 'ends between';
      readonly severity: Severity;
      readonly from: number;
      readonly to: number;
      readonly at: number;
    }
  /** Nothing of the alert fires then. */
  | { readonly kind: 'silent'; readonly at: number }
  /** It fires for exactly so many seconds after the expression's last sample. */
  | {
      readonly kind: 'keeps firing';
      readonly expr: string;
      readonly severity: Severity;
      readonly lasting: number;
      readonly at: number;
    }
  /** It fires exactly so many seconds after the expression's first sample. */
  | {
      readonly kind: 'waits';
      readonly expr: string;
      readonly severity: Severity;
      readonly lasting: number;
      readonly at: number;
    }
  /** Exactly these alerts fire, with these texts; `of` is the key of the reviewed ones. */
  | { readonly kind: 'page'; readonly of: string; readonly at: number; readonly pages: readonly Page[] };

/** A query of promtool's with the one value it must give; no value: no result. */
export interface Check {
  readonly expr: string;
  readonly at: number;
  readonly expected: number | undefined;
}

/** From the start up to `at`. Releases differ in whether a range contains its older end, so it begins between two evaluations. */
const since = (at: number, step: number): string => `[${at + 1}s:${step}s]`;

const firing = (alertname: string, severity?: Severity): string =>
  `ALERTS{alertname="${alertname}", alertstate="firing"${severity === undefined ? '' : `, severity="${severity}"`}}`;

/** The query that decides a claim. A page is compared by promtool itself and has none. */
export function check(claim: Exclude<Claim, { kind: 'page' }>, alertname: string, step: number): Check {
  switch (claim.kind) {
    case 'true from': {
      // Adding zero makes `timestamp` tell the evaluation's time, and not the sample's.
      const expr = `min(min_over_time(timestamp((${claim.expr}) + 0)${since(claim.at, step)}))`;
      if (claim.within === undefined) return { expr, at: claim.at, expected: claim.first };
      return nearly(expr, claim.first, claim.within, claim.at);
    }
    case 'fires between':
    case 'ends between': {
      const { kind, severity, from, to, at } = claim;
      const pick = kind === 'fires between' ? 'min' : 'max';
      const expr = `${pick}(${pick}_over_time(timestamp(${firing(alertname, severity)})${since(at, step)}))`;
      return nearly(expr, (from + to) / 2, (to - from) / 2, at);
    }
    case 'fires': {
      const { severity, instances, at } = claim;
      const count = `count(${firing(alertname, severity)})`;
      if (instances === undefined) return { expr: `${count} > bool 0`, at, expected: 1 };
      return { expr: count, at, expected: instances };
    }
    case 'never fires': {
      const { severity, until: at } = claim;
      const expr = `min(min_over_time(timestamp(${firing(alertname, severity)})${since(at, step)}))`;
      return { expr, at, expected: undefined };
    }
    case 'silent':
      return { expr: `count(${firing(alertname)})`, at: claim.at, expected: undefined };
    case 'waits': {
      const first = (of: string): string => `min(min_over_time(timestamp(${of})${since(claim.at, step)}))`;
      const expr = `${first(firing(alertname, claim.severity))} - ${first(`(${claim.expr}) + 0`)}`;
      return { expr, at: claim.at, expected: claim.lasting };
    }
    case 'keeps firing': {
      const last = (of: string): string => `max(max_over_time(timestamp(${of})${since(claim.at, step)}))`;
      const expr = `${last(firing(alertname, claim.severity))} - ${last(`(${claim.expr}) + 0`)}`;
      return { expr, at: claim.at, expected: claim.lasting };
    }
  }
}

/** Near enough, a moment counts as exact; otherwise the query still tells the moment. */
function nearly(expr: string, moment: number, within: number, at: number): Check {
  return { expr: `(0 * (abs(${expr} - ${moment}) <= ${within}) + ${moment}) or ${expr}`, at, expected: moment };
}

const time = (value: number): string =>
  value < 0 ? `-${durationText(seconds(-value))}` : durationText(seconds(value));

/**
 * Why a claim does not hold, and what to do.
 * @param got the value that promtool found; undefined when there was no result
 */
export function explain(claim: Exclude<Claim, { kind: 'page' }>, got: number | undefined): string {
  switch (claim.kind) {
    case 'true from':
      return explainOnset(claim, got);
    case 'fires':
      if (got === undefined || claim.instances === undefined) {
        return `does not fire at ${time(claim.at)} with severity ${claim.severity}, and must`;
      }
      return `fires ${got} times at ${time(claim.at)} with severity ${claim.severity}, must fire ${claim.instances} times`;
    case 'never fires': {
      const severity = claim.severity === undefined ? '' : ` with severity ${claim.severity}`;
      return `fires from ${time(got ?? 0)} on${severity}, must not fire before ${time(claim.until)} is over`;
    }
    case 'fires between':
    case 'ends between': {
      const [verb, first] = claim.kind === 'fires between' ? ['fires from', 'on'] : ['fires until', ''];
      const must = `must be between ${time(Math.max(0, Math.floor(claim.from)))} and ${time(Math.ceil(claim.to))}`;
      if (got === undefined) return `never fires with severity ${claim.severity}, ${must}`;
      return `${verb} ${time(got)} ${first}${first === '' ? '' : ' '}with severity ${claim.severity}, ${must}`;
    }
    case 'silent':
      return `still fires at ${time(claim.at)}, the end of the recovery, and must be silent`;
    case 'waits':
      if (got === undefined) return `does not fire with severity ${claim.severity}, or its condition is never true`;
      return `fires ${time(got)} after its condition is first true with severity ${claim.severity}, must be ${time(claim.lasting)}`;
    case 'keeps firing':
      if (got === undefined) return 'never fires, or its condition is never true';
      return `fires for ${time(got)} after the condition ends, must be ${time(claim.lasting)}`;
  }
}

function explainOnset({ first, onset, at }: Extract<Claim, { kind: 'true from' }>, got: number | undefined): string {
  if (got === undefined)
    return `the condition is never true in the ${time(at - onset)} after the onset; correct the scenario`;
  if (got < onset) {
    return `the condition is true already ${time(onset - got)} before the onset; the healthy phase must be quiet`;
  }
  return `trueFrom is ${time(first - onset)}, must be ${time(got - onset)}, when the condition is first true`;
}
