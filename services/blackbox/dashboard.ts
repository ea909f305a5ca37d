/** The board of probes: what does each service look like from outside, and is anybody looking? */
import {
  board,
  collapsed,
  firingAlerts,
  legend,
  panelForAlert,
  row,
  stat,
  stateTimeline,
  timeSeries,
  UP_DOWN,
} from '../../dashboards';
import type { RowDefinition, Words } from '../../dashboards';
import { probeMetrics as p, promql } from '../../model';
import type { BoardContext, Boards } from '../../model';
import * as a from './alerts';
import { metrics as m } from './metrics';
import * as ask from './queries';

export const BOARD = 'blackbox-overview';

const { service, probe, instance } = p.success.label;
const { phase } = p.httpPhase.label;
const which = legend`${service} ${probe} ${instance}`;
const FEW = 'each service has two or three probes of a handful of targets';
const PASSED: Words = { 0: { text: 'Fails', colour: 'red' }, 1: { text: 'Succeeds', colour: 'green' } };

/** The board in one environment. */
export function blackboxBoard(context: BoardContext): Boards {
  return board(context, {
    uid: BOARD,
    title: 'Monitoring / Probes',
    service: 'blackbox',
    description: 'What do services look like from outside, and is anybody looking? For whoever is on call.',
    variablesFrom: m.up,
    moments: { Restarts: promql`${m.processStart}`, 'Configuration loaded': promql`${m.configLoadedAt}` },
    rows: [health(), times(), answers(), certificates(), exporter()],
  });
}

const health = (): RowDefinition =>
  row('Health', [
    stat({
      title: 'Exporter',
      description: 'Whether the exporter answers scrapes. Without it nothing is probed, and nothing below is current.',
      query: ask.exporterIsUp,
      words: UP_DOWN,
      alerts: [a.exporterDown, a.absent],
    }),
    stat({
      title: 'Configuration',
      description: 'Whether the last attempt to load the configuration succeeded. Otherwise the old one is in force.',
      query: ask.configLoaded,
      words: { 0: { text: 'Refused', colour: 'red' }, 1: { text: 'Loaded', colour: 'green' } },
      alerts: [a.configReloadFailed],
    }),
    stat({
      title: 'Public URL',
      description: 'Whether the public URL answers, with a valid certificate. Alerts are sent without it.',
      query: ask.publicUrlAnswers,
      words: PASSED,
      alerts: [a.probeFailing],
    }),
    stat({
      title: 'Certificate of the public URL',
      description: 'Time until the first certificate of its chain expires. It jumps up when somebody renews it.',
      query: ask.publicCertificateLeft,
      alerts: [a.certificate],
    }),
    stat({
      title: 'Probes that fail',
      description: 'Probes that fail now, by service. Normal: 0. Which ones: the panel below, and the service’s board.',
      query: ask.failing,
    }),
    firingAlerts(),
    stateTimeline({
      title: 'Probes',
      description: 'When each probe succeeded and failed. A gap: it was not carried out at all.',
      queries: [{ expr: ask.succeeds, legend: which }],
      words: PASSED,
      width: 24,
      height: 10,
    }),
    panelForAlert(a.probeNotRun, {
      title: 'Probes carried out',
      description: 'Whether the exporter gave a result, whatever it was: 1. At 0 see the error in Prometheus.',
      legend: legend`${instance}`,
      crowded: FEW,
      width: 12,
    }),
  ]);

const times = (): RowDefinition =>
  row('Times', [
    panelForAlert(a.probeTakesLong, {
      title: 'Time of the public URL',
      description: 'What a request to the public URL takes, a mean of ten minutes. People wait as long for each page.',
    }),
    timeSeries({
      title: 'Duration of probes',
      description: 'What each probe takes. One that fails by timeout takes as long as it may.',
      queries: [{ expr: ask.duration, legend: which }],
      crowded: FEW,
    }),
    timeSeries({
      title: 'Parts of HTTP probes',
      description: 'Where the slowest request of each service spends its time. Processing is the program itself.',
      queries: [{ expr: ask.httpPhases, legend: legend`${service} ${phase}` }],
      crowded: FEW,
    }),
  ]);

const answers = (): RowDefinition =>
  collapsed('Answers', [
    timeSeries({
      title: 'Status codes',
      description: 'Status code of each HTTP probe; 0 without an answer. Each probe says which ones are a success.',
      queries: [{ expr: ask.status, legend: which }],
      crowded: FEW,
    }),
    timeSeries({
      title: 'Answers refused by their text',
      description: '1 where an answer came and its text was not what it must be: an error page with status 200.',
      queries: [{ expr: ask.refusedByBody, legend: which }],
      crowded: FEW,
    }),
    timeSeries({
      title: 'Length of answers',
      description: 'Length of the text of each answer. A jump is another page.',
      queries: [{ expr: ask.bodyLength, legend: which }],
      crowded: FEW,
    }),
    timeSeries({
      title: 'Time to resolve names',
      description:
        'How long it takes to look up the names of targets. Above some milliseconds the name server is slow.',
      queries: [{ expr: ask.lookupTime, legend: legend`${service}` }],
    }),
    timeSeries({
      title: 'Parts of DNS probes',
      description: 'Where the slowest question of each service to a name server spends its time.',
      queries: [{ expr: ask.dnsPhases, legend: legend`${service} ${phase}` }],
      noValue: 'No name server is probed',
    }),
    timeSeries({
      title: 'Records in answers',
      description: 'Records that a name server knows of a name. At 0 nobody finds the targets behind it.',
      queries: [{ expr: ask.dnsAnswers, legend: which }],
      noValue: 'No name server is probed',
      crowded: FEW,
    }),
  ]);

const certificates = (): RowDefinition =>
  row('Certificates', [
    timeSeries({
      title: 'Certificates',
      description:
        'Time that is left of each certificate that is probed. A line that never jumps is renewed by nobody.',
      queries: [{ expr: ask.certificateLeft, legend: which }],
      crowded: FEW,
      width: 12,
    }),
  ]);

const exporter = (): RowDefinition =>
  collapsed('Exporter', [
    timeSeries({
      title: 'Unknown modules',
      description: 'Probes that ask for a module which the exporter does not have. Normal: 0.',
      queries: [{ expr: ask.unknownModules }],
    }),
    timeSeries({
      title: 'Processor time',
      description: 'Share of one core that the exporter uses. Normal: a few per cent.',
      queries: [{ expr: ask.cpu }],
      max: 'open',
    }),
    timeSeries({
      title: 'Memory',
      description: 'Memory that the exporter holds. A steady climb means that probes hang.',
      queries: [{ expr: ask.memory }],
    }),
    timeSeries({
      title: 'Goroutines',
      description: 'Goroutines that exist. A steady climb means that probes hang.',
      queries: [{ expr: ask.goroutines }],
    }),
  ]);
