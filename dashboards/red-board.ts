/** The board that any service with requests can have: rate, errors, duration, and whether it is there at all. */
import type { Alert } from '../model/alert';
import type { Series } from '../model/metric';
import { promql } from '../model/promql';
import type { Red } from '../model/red';
import type { BoardContext, Boards } from '../model/service';
import { board, boards, row } from './board';
import type { RowDefinition } from './board';
import { sloBoard } from './slo-board';
import { stat, UP_DOWN } from './stat';
import { timeSeries } from './time-series';

export interface RedBoardSpec {
  /** Id of the service; the board's uid is `<service>-overview`. */
  readonly service: string;
  /** `Area / Subject`. */
  readonly title: string;
  /** What it answers, and for whom, where there is more to say than of any service. */
  readonly description?: string;
  /** The job's own `up`. */
  readonly up: Series;
  readonly red: Red;
  /** Alerts by what they watch; each is drawn on that panel. */
  readonly alerts: Readonly<Partial<Record<'up' | 'rate' | 'errors' | 'duration', readonly Alert[]>>>;
  /** Rows of the service's own, below. */
  readonly rows?: readonly RowDefinition[];
}

/** The board, and that of the service's objectives where it has some: for a service's `boards`. */
export function redBoards(spec: RedBoardSpec): (context: BoardContext) => Boards {
  return (context) => draw(context, spec);
}

const USUAL = 'Are requests answered, correctly and in time? For whoever is on call.';

function draw(context: BoardContext, spec: RedBoardSpec): Boards {
  const { service, title, description = USUAL, up, rows = [] } = spec;
  const own = board(context, {
    uid: `${service}-overview`,
    title,
    service,
    description,
    variablesFrom: up,
    rows: [row('Rate, errors, duration', panels(spec)), ...rows],
  });
  if (context.slos.length === 0) return own;
  return boards(own, sloBoard(context, { service, title: `${title} objectives`, variablesFrom: up }));
}

function panels({ up, red, alerts }: RedBoardSpec): RowDefinition['panels'] {
  return [
    stat({
      title: 'Up',
      description: 'Whether each instance answers scrapes. Normal: all up. When one is down, see its process first.',
      query: promql`${up}`,
      words: UP_DOWN,
      alerts: alerts.up ?? [],
    }),
    timeSeries({
      title: 'Requests',
      description:
        'Requests per second by kind. Normal: the wave of the day. None at all means that callers are cut off.',
      queries: [{ expr: red.rate }],
      unit: 'reqps',
      alerts: alerts.rate ?? [],
    }),
    timeSeries({
      title: 'Failed requests',
      description:
        'Share of the requests that fail. Normal: hardly any. Compare its beginning with the last deployment.',
      queries: [{ expr: red.errors, legend: 'failed' }],
      max: 'open',
      alerts: alerts.errors ?? [],
    }),
    timeSeries({
      title: 'Duration',
      description: 'Time within which half, and 99 of 100, requests are answered. Normal: steady over the day.',
      queries: [
        { expr: red.p99, legend: 'p99' },
        { expr: red.median, legend: 'median' },
      ],
      alerts: alerts.duration ?? [],
    }),
  ];
}
