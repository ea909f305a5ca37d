/** What is wrong with Prometheus when, and who is told. */
import * as discovery from './alerts/discovery';
import * as notifications from './alerts/notifications';
import * as process from './alerts/process';
import * as remote from './alerts/remote-write';
import * as rules from './alerts/rules';
import * as samples from './alerts/samples';
import * as storage from './alerts/storage';
import * as targets from './alerts/targets';
import * as upkeep from './alerts/upkeep';

export { discovery, notifications, process, remote, rules, samples, storage, targets, upkeep };

/** All of them, in the order of the runbook. */
export const alerts = [
  targets.watchdog,
  targets.targetsDown,
  targets.down,
  targets.absent,
  process.crashLooping,
  rules.configReloadFailed,
  rules.ruleFailures,
  rules.missedRuleEvaluations,
  rules.ruleGroupSlow,
  rules.templateFailures,
  rules.highQueryLoad,
  notifications.notConnected,
  notifications.errorSending,
  notifications.errorSendingToSome,
  notifications.queueRunningFull,
  storage.walWriteFailures,
  storage.walCorrupted,
  storage.notIngesting,
  storage.reloadsFailing,
  storage.compactionsFailing,
  upkeep.headTruncationsFailing,
  upkeep.walTruncationsFailing,
  upkeep.checkpointsFailing,
  storage.storageNearRetentionSize,
  process.seriesChurn,
  discovery.discoveryFailing,
  targets.targetSyncFailure,
  targets.sampleLimitHit,
  targets.bodySizeLimitHit,
  targets.labelLimitHit,
  targets.targetLimitHit,
  samples.duplicateTimestamps,
  samples.outOfOrder,
  remote.failures,
  remote.behind,
  remote.desiredShards,
] as const;
