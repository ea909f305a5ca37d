/** alertmanager.yml read back: who is told of an alert, and what mutes it. */
import { type Destination, destinationsOf } from '../../constructs/alertmanager/routes';
import type { Grouping, Inhibition, Matcher, RootRoute, Route } from '../../constructs/alertmanager/settings';
import type { AlertShape } from '../../model/delivery';
import { VedetteError } from '../../model/problem';
import { durationSeconds } from '../../model/promql/literals';
import { durationText, seconds } from '../../model/quantity';
import { mutings } from '../check/alertmanager/inhibitions';
import { list, record, text } from '../plan/kubernetes-object';
import { compact } from './compact';
import type { Facts, Things, Told } from './summary';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Alertmanager's own times where the file names none.
 * https://prometheus.io/docs/alerting/latest/configuration/#route
 */
const DEFAULTS = { group_by: [], group_wait: '30s', group_interval: '5m', repeat_interval: '4h' };

/** What one Alertmanager does with alerts. */
export class AlertRouting {
  readonly receivers: Things;
  readonly #root: RootRoute;
  readonly #inhibitions: readonly Inhibition[];
  /** The spans of each, by name. */
  readonly #timeIntervals: ReadonlyMap<string, string>;

  /** @throws VedetteError for a matcher that cannot be read */
  constructor(config: Fields) {
    this.receivers = Object.fromEntries(
      list(config['receivers']).map((each) => [text(record(each)['name']) ?? '', waysOf(record(each))]),
    );
    const { receiver, routes = [], ...own } = routeOf({ ...DEFAULTS, ...record(config['route']) });
    this.#root = { receiver, routes, ...(own as Grouping) };
    this.#timeIntervals = new Map(
      [...list(config['time_intervals']), ...list(config['mute_time_intervals'])]
        .map(record)
        .map(({ name, time_intervals: spans }) => [text(name) ?? '', compact(spans)]),
    );
    this.#inhibitions = list(config['inhibit_rules']).map((each) => inhibitionOf(record(each)));
  }

  /** Who hears of an alert, without those whom nothing reaches. */
  tells({ alertname, labels }: AlertShape): readonly Told[] {
    return destinationsOf(this.#root, { ...labels, alertname })
      .filter(({ receiver }) => Object.keys(this.receivers[receiver] ?? {}).length > 0)
      .map((destination) => ({ receiver: destination.receiver, timing: this.#timingOf(destination) }));
  }

  #timingOf({ groupBy, groupWait, groupInterval, repeatInterval, ...destination }: Destination): Facts {
    const spans = (names: readonly string[]): string =>
      names.map((name) => `${name} (${this.#timeIntervals.get(name) ?? 'not defined'})`).join(', ');
    const { muteTimeIntervals, activeTimeIntervals } = destination;
    return {
      'together by': groupBy.join(', '),
      'first after': durationText(groupWait),
      'more after': durationText(groupInterval),
      'again every': durationText(repeatInterval),
      ...(muteTimeIntervals && { 'not in': spans(muteTimeIntervals) }),
      ...(activeTimeIntervals && { 'only in': spans(activeTimeIntervals) }),
    };
  }

  /** The alerts that mute each alert: `RstmdbDown (critical)`. */
  mutedBy(all: readonly AlertShape[]): ReadonlyMap<AlertShape, readonly string[]> {
    const sources = new Map(all.map((shape) => [shape, new Set<string>()]));
    for (const { source, target } of mutings(this.#inhibitions, all)) {
      if (source !== target) sources.get(target)?.add(`${source.alertname} (${source.labels['severity'] ?? ''})`);
    }
    return new Map([...sources].map(([shape, names]) => [shape, [...names].sort()]));
  }
}

function routeOf(fields: Fields): Route {
  const duration = (key: string, name: keyof Grouping): object => {
    const value = text(fields[key]);
    return value === undefined ? {} : { [name]: seconds(durationSeconds(value)) };
  };
  const names = (key: string, name: keyof Route): object =>
    fields[key] === undefined ? {} : { [name]: list(fields[key]).map(String) };
  const routes = list(fields['routes']).map((each) => routeOf(record(each)));
  return {
    receiver: text(fields['receiver']) ?? '',
    matchers: matchersOf(fields['matchers']),
    ...(fields['continue'] === true ? { continue: true } : {}),
    ...names('group_by', 'groupBy'),
    ...names('mute_time_intervals', 'muteTimeIntervals'),
    ...names('active_time_intervals', 'activeTimeIntervals'),
    ...duration('group_wait', 'groupWait'),
    ...duration('group_interval', 'groupInterval'),
    ...duration('repeat_interval', 'repeatInterval'),
    ...(routes.length === 0 ? {} : { routes }),
  };
}

function inhibitionOf(fields: Fields): Inhibition {
  return {
    source: matchersOf(fields['source_matchers']),
    target: matchersOf(fields['target_matchers']),
    equal: list(fields['equal']).map(String),
  };
}

const matchersOf = (value: unknown): readonly Matcher[] => list(value).map((each) => matcherOf(String(each)));

const MATCHER = /^\s*([a-zA-Z_][\w]*)\s*(=~|!~|!=|=)\s*(?:("(?:[^"\\]|\\.)*")|([^"\s]*))\s*$/;

function matcherOf(written: string): Matcher {
  const [, label, op, quoted, bare] = MATCHER.exec(written) ?? [];
  if (label === undefined) {
    const remedy = 'write it as label="value"';
    throw new VedetteError([{ where: 'alertmanager.yml', what: `matcher '${written}' cannot be read`, remedy }]);
  }
  const value = quoted === undefined ? (bare ?? '') : (JSON.parse(quoted) as string);
  return { label, op: op as Matcher['op'], value };
}

/** The fields of an integration that name whom it reaches. */
const ADDRESSES = [
  ...['to', 'channel', 'chat_id', 'phone_number', 'topic_arn'],
  ...['url_file', 'webhook_url_file', 'api_url_file', 'routing_key_file', 'service_key_file', 'api_key_file', 'url'],
];

/** `email ops-team@example.com` → everything else that is set. */
function waysOf(receiver: Fields): Facts {
  const ways = Object.entries(receiver).flatMap(([key, all]) =>
    list(all).map((each): readonly [string, string] => {
      const fields = record(each);
      const address = ADDRESSES.map((name) => fields[name]).find((value) =>
        ['string', 'number'].includes(typeof value),
      );
      const kind = key.replace(/_configs$/, '');
      return [address === undefined ? kind : `${kind} ${String(address)}`, compact(fields)];
    }),
  );
  return Object.fromEntries(ways);
}
