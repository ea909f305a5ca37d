/** What Alertmanager must be told, whatever the place it runs in. */
import type { Duration } from '../../model/quantity';
import type { Endpoint } from '../program';
import type { SubPath } from '../sub-path';
import type { Integration } from './receivers/integration';
import type { TimeInterval } from './time-intervals';

/** Who is told what. */
export interface RoutingSettings {
  readonly receivers: readonly Receiver[];
  readonly route: RootRoute;
  readonly inhibitions: readonly Inhibition[];
  readonly timeIntervals?: readonly TimeInterval[];
}

/** Settings of one Alertmanager; members of a cluster have the same. */
export interface AlertmanagerSettings extends RoutingSettings {
  /** Public URL with the sub-path. */
  readonly externalUrl: string;
  readonly subPath: SubPath;
  /** How long notifications and silences are remembered; longer than the longest repeat interval. */
  readonly retention: Duration;
  /** The other members; absent when there is one. */
  readonly gossip?: Gossip;
}

/** How the members of a cluster find each other. Traffic is TCP and UDP. */
export interface Gossip {
  /** Address as the program is given it: `[$(POD_IP)]:9094`. */
  readonly listen: string;
  readonly peers: readonly Endpoint[];
  /** Keeps clusters that share a network apart: `prod/mainnet`. */
  readonly label: string;
}

/** A named set of ways to reach somebody. */
export interface Receiver {
  readonly name: string;
  readonly integrations: readonly Integration[];
}

/** One condition on a label; all the matchers of a route or an inhibition must hold. */
export interface Matcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** How alerts are gathered into notifications. */
export interface Grouping {
  readonly groupBy: readonly string[];
  readonly groupWait: Duration;
  readonly groupInterval: Duration;
  readonly repeatInterval: Duration;
}

/** When a route speaks. Branches below do not inherit it. */
export interface RouteTimes {
  /** Names of intervals in which it is silent. */
  readonly muteTimeIntervals?: readonly string[];
  /** Names of the only intervals in which it speaks. */
  readonly activeTimeIntervals?: readonly string[];
}

/** The route that every alert enters by. */
export interface RootRoute extends Grouping {
  readonly receiver: string;
  readonly routes: readonly Route[];
}

/** A branch of the tree: what it takes, and who gets it. Grouping that is absent is the parent's. */
export interface Route extends Partial<Grouping>, RouteTimes {
  readonly receiver: string;
  readonly matchers: readonly Matcher[];
  /** Whether the siblings below are asked too. */
  readonly continue?: boolean;
  readonly routes?: readonly Route[];
}

/** While an alert matches `source`, alerts that match `target` with the same `equal` labels do not notify. */
export interface Inhibition {
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  readonly equal: readonly string[];
}
