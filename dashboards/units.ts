/** Grafana's unit for each of ours, and the others that say the same (DB-08). */
import type { Unit } from '../model/quantity';
import type { GrafanaUnit } from './grafana';

/**
 * The first is used unless a panel asks for another. Bits are not among them: a panel in bits needs an expression
 * times eight, and says so in its metric.
 */
const GRAFANA_UNITS: Readonly<Record<Unit, readonly [GrafanaUnit, ...GrafanaUnit[]]>> = {
  seconds: ['s', 'dtdurations', 'clocks', 'dthms', 'dtdhms'],
  milliseconds: ['ms', 'dtdurationms', 'clockms'],
  bytes: ['bytes', 'decbytes'],
  ratio: ['percentunit', 'none', 'short'],
  percent: ['percent'],
  celsius: ['celsius'],
  timestamp: ['dateTimeAsIso', 'dateTimeFromNow', 'dateTimeAsIsoNoDateIfToday'],
  bool: ['bool_yes_no', 'bool', 'bool_on_off', 'none', 'short'],
  count: ['short', 'none', 'locale', 'sishort'],
  'count/second': ['cps', 'ops', 'reqps', 'rps', 'wps', 'iops', 'eps', 'mps', 'recps', 'rowsps', 'pps', 'Hs'],
  'bytes/second': ['binBps', 'Bps'],
};

/** Grafana's units that fit, the usual one first. */
export const grafanaUnits = (unit: Unit): readonly [GrafanaUnit, ...GrafanaUnit[]] => GRAFANA_UNITS[unit];

/** Grafana takes moments in milliseconds; Prometheus gives them in seconds. */
export const isMoment = (unit: Unit | undefined): boolean => unit === 'timestamp';
