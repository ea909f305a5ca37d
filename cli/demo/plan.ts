/**
 * What the demo exporter serves, as data: made from the catalogues by {@link demoPlan}, written to a file by `vedette up`
 * and played by the exporter, which knows no service.
 */
import type { Endpoint } from '../../constructs/program';
import type { SecretRef, Severity } from '../../model/delivery';
import type { Step } from '../../model/proof/timeline';

/** One time series as the release exposes it. */
export interface DemoTrack {
  /** Name of the metric that its TYPE line stands for: a histogram's base name. */
  readonly family: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The target on whose page it stands. */
  readonly instance: string;
  /** It only rises. */
  readonly counter: boolean;
  /** It counts things, and has no fraction. */
  readonly whole: boolean;
  /** Values are points in time; those below {@link CLOCK_LIMIT} are relative to the moment at which they hold. */
  readonly clock: boolean;
  /** How far it swings with the day and by chance, as a share of its level; 0 for what is configured. */
  readonly swing: number;
  /** Tracks of one row swing together: a histogram's buckets stay cumulative. */
  readonly row: string;
  readonly start: number;
  readonly healthy: Step;
}

/** Points in time below this, 2001, come from a timeline that begins at 0. */
export const CLOCK_LIMIT = 1e9;
/** Stands for the start of the program; other points in time above the limit are relative to it. */
export const CLOCK_START = 2e9;
/** Stands for 1970, with which programs say that it never was. */
export const CLOCK_NEVER = -2e9;

/** Something that goes wrong on request. */
export interface DemoIncident {
  /** The alert's name without the service's, in kebab case: `wal-growing`; a second scenario adds its own. */
  readonly name: string;
  /** The alert that it makes fire. */
  readonly alert: string;
  readonly severity: Severity;
  /** A clause that completes "when …". */
  readonly when: string;
  /** Seconds until the condition is true. */
  readonly trueAfter: number;
  /** Seconds that the rule then waits, at the written speed. */
  readonly waits: number;
  /** Seconds of the past that the condition reads: so long it may take, and so long the alert may stay when healed. */
  readonly memory: number;
  /** What tracks do meanwhile, by their index. */
  readonly plays: Readonly<Record<string, Step>>;
  /** Tracks that stand still meanwhile, because the alert sums over them: counters stop, gauges disappear. */
  readonly rests: readonly number[];
  /** Targets that answer with an error. */
  readonly fails: readonly string[];
  /** Targets that discovery does not know meanwhile. */
  readonly hides: readonly string[];
  /** Targets that are there only meanwhile. */
  readonly shows: readonly string[];
}

/** An alert that cannot be made to fire here, and why. */
export interface Unplayable {
  readonly alert: string;
  readonly reason: string;
}

/** A metric's lines of comment. */
export interface DemoFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
}

/** One service. */
export interface DemoService {
  readonly id: string;
  readonly title: string;
  /** The release whose names it serves; absent where the service knows one set of names. */
  readonly dialect?: string;
  readonly metricsPath: string;
  /** File with the credentials that a scrape must show, and their scheme. */
  readonly auth?: {
    readonly scheme: string;
    readonly username?: string;
    readonly secret: SecretRef;
    readonly file: string;
  };
  /** Targets that are always there. */
  readonly standing: readonly string[];
  /** Labels that discovery gives each target, beside `instance`. */
  readonly targets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly families: readonly DemoFamily[];
  readonly tracks: readonly DemoTrack[];
  readonly incidents: readonly DemoIncident[];
  readonly unplayable: readonly Unplayable[];
}

/** What is played. */
export interface DemoScript {
  /** The same seed gives the same traffic at the same time. */
  readonly seed: number;
  readonly services: readonly DemoService[];
}

/** Everything that one exporter of a local stack serves. */
export interface DemoPlan extends DemoScript {
  /** Pages beside the metrics, for probes, by path. */
  readonly pages: Readonly<Record<string, string>>;
  /** Where Prometheus reaches the exporter. */
  readonly exporter: Endpoint;
  /** Services that real programs of the stack serve, and the demo does not. */
  readonly real: readonly string[];
}

/** Where the page of a target is. */
export function demoPath({ id, metricsPath }: DemoService, instance: string): string {
  return `/${id}/${encodeURIComponent(instance)}${metricsPath}`;
}
