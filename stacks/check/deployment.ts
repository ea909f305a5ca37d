/** Every check that needs a whole deployment, together. `vedette synth` runs none of them. */
import { checkBoards } from '../../dashboards/check/boards';
import type { Problem } from '../../model/problem';
import { inhibitions } from './alertmanager/inhibitions';
import { secretsAndTimes, templates } from './alertmanager/files';
import { routing } from './alertmanager/routes';
import { deadMansSwitch } from './alertmanager/watchdog';
import { completeServices, knownJobs, lackOfData, silences } from './alerts/coverage';
import { alertForms } from './alerts/form';
import { duplicates, ladders } from './alerts/pairs';
import { runbooks, triangles } from './alerts/runbooks';
import { absoluteLimits, crowds } from './alerts/sizes';
import { alertTexts } from './alerts/texts';
import { crowdedLabels, limits, samples, slowRecordings } from './cost/cost';
import { advice, knownNames } from './expressions';
import { files } from './files';
import { linkedLabels } from './links';
import { recordedNames } from './recordings/names';
import { groups, outputs, repeated, unused } from './recordings/order';
import { subjectOf } from './subject';
import type { Deployment, Subject } from './subject';

type DeploymentCheck = (subject: Subject) => readonly Problem[];

const CHECKS: readonly DeploymentCheck[] = [
  ({ problems }) => problems,
  knownNames,
  advice,
  alertForms,
  alertTexts,
  duplicates,
  ladders,
  runbooks,
  lackOfData,
  silences,
  absoluteLimits,
  crowds,
  groups,
  recordedNames,
  unused,
  outputs,
  repeated,
  routing,
  inhibitions,
  deadMansSwitch,
  templates,
  secretsAndTimes,
  ({ wiring }) => checkBoards(wiring.deliveries),
  linkedLabels,
  triangles,
  knownJobs,
  completeServices,
  files,
  samples,
  slowRecordings,
  crowdedLabels,
  limits,
];

/**
 * Everything that is wrong with what one environment would run, beyond what was refused when it was written: errors and
 * warnings, each once.
 */
export function checkDeployment(deployment: Deployment): readonly Problem[] {
  const subject = subjectOf(deployment);
  const all = CHECKS.flatMap((check) => check(subject));
  // The two rules of a ladder have their faults in common.
  const key = ({ id = '', where, what }: Problem): string => `${id} ${where} ${what}`;
  return [...new Map(all.toReversed().map((problem) => [key(problem), problem])).values()].toReversed();
}
