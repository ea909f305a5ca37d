/** What is wrong with Prometheus when, and who is told. */
import * as notifications from './alerts/notifications';
import * as rules from './alerts/rules';
import * as storage from './alerts/storage';
import * as targets from './alerts/targets';

export { notifications, rules, storage, targets };

/** All of them, in the order of the runbook. */
export const alerts = [
  targets.watchdog,
  targets.targetsDown,
  targets.down,
  targets.absent,
  rules.configReloadFailed,
  rules.ruleFailures,
  rules.missedRuleEvaluations,
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
  storage.storageNearRetentionSize,
  targets.targetSyncFailure,
  targets.sampleLimitHit,
  targets.bodySizeLimitHit,
  targets.labelLimitHit,
  targets.targetLimitHit,
] as const;
