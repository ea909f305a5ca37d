/** The collapsed rows of the board of Prometheus: what explains the others. */
import { collapsed, legend, panelForAlert, timeSeries } from '../../dashboards';
import type { RowDefinition } from '../../dashboards';
import * as a from './alerts';
import { metrics as m } from './metrics';
import * as ask from './queries';

const { instance } = m.up.label;

export const rules = (): RowDefinition =>
  collapsed('Rules', [
    panelForAlert(a.rules.ruleGroupSlow, {
      title: 'Time to evaluate',
      description:
        'How long a group of rules takes, of its interval. Near 100% evaluations are left out: see which rule is slow.',
      max: 'open',
    }),
    panelForAlert(a.rules.missedRuleEvaluations, {
      title: 'Evaluations left out',
      description: 'Evaluations left out because the one before still ran. Normal: 0. Alerts come late otherwise.',
    }),
    panelForAlert(a.rules.templateFailures, {
      title: 'Texts that could not be rendered',
      description:
        'Annotations whose template failed. Normal: 0. People read an error in place of the facts otherwise.',
    }),
  ]);

export const scrapingDetails = (): RowDefinition =>
  collapsed('Scraping in detail', [
    timeSeries({
      title: 'Samples left out',
      description:
        'Samples that were scraped and not stored, because two things have one name. Normal: 0. See the log.',
      queries: [
        { expr: a.samples.duplicateTimestamps.spec.when.left, legend: legend`${instance} same time` },
        { expr: a.samples.outOfOrder.spec.when.left, legend: legend`${instance} too late` },
      ],
      width: 12,
      alerts: [a.samples.duplicateTimestamps, a.samples.outOfOrder],
    }),
    panelForAlert(a.discovery.discoveryFailing, {
      title: 'Failures of service discovery',
      description:
        'Look-ups, files and answers of Kubernetes that failed within ten minutes. Normal: 0 most of the time.',
      width: 12,
    }),
  ]);

export const storage = (): RowDefinition =>
  collapsed('Storage and requests in detail', [
    panelForAlert(a.process.seriesChurn, {
      title: 'Series, of those a day before',
      description: 'Series in memory against a day before. A jump without a deployment is a label without end.',
      max: 'open',
      noValue: 'Not up for a day yet',
    }),
    timeSeries({
      title: 'Series in memory',
      description: 'Series that had a sample of late. A jump is a label with too many values: see Status, TSDB status.',
      queries: [{ expr: ask.series }],
    }),
    timeSeries({
      title: 'Size on disk',
      description:
        'Blocks and write-ahead log on disk. Blocks grow until the retention; the log stays below some hours.',
      queries: [
        { expr: ask.blocks, legend: legend`${instance} blocks` },
        { expr: ask.log, legend: legend`${instance} log` },
      ],
    }),
    timeSeries({
      title: 'Blocks that fail',
      description: 'Failures to read blocks and to compact them, within 3 hours. Normal: 0. The log names the block.',
      queries: [
        { expr: a.storage.reloadsFailing.spec.when.left, legend: legend`${instance} reading` },
        { expr: a.storage.compactionsFailing.spec.when.left, legend: legend`${instance} compacting` },
      ],
      alerts: [a.storage.reloadsFailing, a.storage.compactionsFailing],
    }),
    timeSeries({
      title: 'Upkeep that fails',
      description:
        'What keeps memory and log small failed within 3 hours. Normal: 0. Look at the free space of the disk.',
      queries: [
        { expr: a.upkeep.headTruncationsFailing.spec.when.left, legend: legend`${instance} memory` },
        { expr: a.upkeep.walTruncationsFailing.spec.when.left, legend: legend`${instance} log` },
        { expr: a.upkeep.checkpointsFailing.spec.when.left, legend: legend`${instance} checkpoints` },
      ],
      alerts: [a.upkeep.headTruncationsFailing, a.upkeep.walTruncationsFailing, a.upkeep.checkpointsFailing],
    }),
    panelForAlert(a.storage.walCorrupted, {
      title: 'Damage in the write-ahead log',
      description: 'Damaged places found in the log within an hour. Normal: 0. What came after them is lost.',
    }),
    timeSeries({
      title: 'Request time (p99)',
      description: 'What the slowest hundredth of the requests take, by page. Dashboards feel that of the query pages.',
      queries: [{ expr: ask.requestP99 }],
      crowded: 'of the pages a handful is asked for',
    }),
    timeSeries({
      title: 'Rules evaluated',
      description: 'Rules evaluated per second. It changes only when rules are added, or evaluations are left out.',
      queries: [{ expr: ask.evaluationRate }],
    }),
  ]);

export const sentOn = (): RowDefinition =>
  collapsed('Samples sent on', [
    panelForAlert(a.remote.behind, {
      title: 'Behind',
      description: 'How far the other side is behind, by its name. Normal: seconds. Two hours later samples are lost.',
      noValue: 'Nothing is sent on',
    }),
    panelForAlert(a.remote.failures, {
      title: 'Samples refused there',
      description: 'Share of the samples that the other side refused for good. Normal: 0%. They are lost there.',
      noValue: 'Nothing is sent on',
    }),
    panelForAlert(a.remote.desiredShards, {
      title: 'Senders needed',
      description: 'Senders needed, of those that may be started. Above 100% it falls behind: is the other side slow?',
      max: 'open',
      noValue: 'Nothing is sent on',
    }),
  ]);

export const process = (): RowDefinition =>
  collapsed('Process', [
    panelForAlert(a.process.crashLooping, {
      title: 'Restarts',
      description: 'Starts of the process within a quarter of an hour. Normal: 0, and 1 after a deployment.',
      decimals: 0,
    }),
    timeSeries({
      title: 'Processor time',
      description:
        'Share of one core that each Prometheus uses; above 100% it uses several. It follows rules and queries.',
      queries: [{ expr: ask.cpu }],
      max: 'open',
    }),
    timeSeries({
      title: 'Memory',
      description: 'Memory that each Prometheus holds. It follows the series in memory, some kilobytes for each.',
      queries: [{ expr: ask.memory }],
    }),
    timeSeries({
      title: 'Goroutines',
      description: 'Goroutines that exist. It follows targets and rules; a steady climb means that something hangs.',
      queries: [{ expr: ask.goroutines }],
    }),
    timeSeries({
      title: 'Open files',
      description: 'Open files of those that the process may have. Blocks, targets and clients hold them.',
      queries: [{ expr: ask.openFiles }],
    }),
  ]);
