/** `vedette check`: every service and environment as it would be deployed, judged by Vedette and by the programs' own checkers. */
import type { Environment } from '../constructs/monitoring/environment';
import { kubernetesAddresses } from '../constructs/monitoring/kubernetes-addresses';
import { wire } from '../constructs/monitoring/wiring';
import { checkBoards } from '../dashboards/check/boards';
import type { Omission } from '../model/delivery';
import { type Problem, VedetteError, problemText } from '../model/problem';
import { environmentNames } from '../stacks/environments';
import { everything, synthesize } from '../stacks/synth';
import { type CheckerName, checkers, judge } from './checkers';
import { environmentByName } from './environment';
import { EXIT, type ExitCode } from './exit';
import { Progress } from './progress';

/** What was found in one environment. */
export interface EnvironmentReport {
  readonly environment: string;
  readonly problems: readonly Problem[];
  /** What is left out because the release that is watched does not have it. */
  readonly omissions: readonly (Omission & { readonly service: string })[];
  readonly counts: {
    readonly services: number;
    readonly rules: number;
    readonly dashboards: number;
    readonly objects: number;
  };
  /** Which checkers judged the rendered files. */
  readonly checkedBy: readonly string[];
}

/** Checks environments; all of them when none is named. Returns 1 when there is a problem. */
export function checkVerb(names: readonly string[], flags: { readonly json?: true }): ExitCode {
  const progress = new Progress(flags.json === true);
  const reports: EnvironmentReport[] = [];
  for (const name of names.length > 0 ? names : environmentNames) {
    const environment = environmentByName(name);
    progress.step(`checking ${name}`);
    reports.push(checkEnvironment(environment));
  }
  progress.done();
  console.log(flags.json === true ? JSON.stringify(reports, undefined, 2) : reportText(reports));
  return reports.some(({ problems }) => problems.length > 0) ? EXIT.problems : EXIT.ok;
}

/** Never throws for a fault of the definitions: that is what it reports. */
function checkEnvironment(environment: Environment): EnvironmentReport {
  const report = { environment: environment.name, omissions: [], checkedBy: [] };
  try {
    const watched = everything();
    const { objects } = synthesize(environment, watched);
    const wiring = wire(environment, watched.services, kubernetesAddresses(environment), watched.runbooks);
    const { deliveries } = wiring;
    const watchedDeliveries = deliveries.filter(({ scrapeJobs }) => scrapeJobs.length > 0);
    return {
      ...report,
      problems: [...checkBoards(deliveries), ...judge(environment.name, wiring)],
      omissions: watchedDeliveries.flatMap(({ service, omissions }) => omissions.map((each) => ({ ...each, service }))),
      counts: {
        services: watchedDeliveries.length,
        rules: deliveries.flatMap(({ ruleGroups }) => ruleGroups.flatMap(({ rules }) => rules)).length,
        dashboards: deliveries.flatMap(({ dashboards }) => dashboards).length,
        objects: objects.length,
      },
      checkedBy: checkers().map(({ name, version }) => `${name} ${version}`),
    };
  } catch (error) {
    if (!(error instanceof VedetteError)) throw error;
    return { ...report, problems: error.problems, counts: { services: 0, rules: 0, dashboards: 0, objects: 0 } };
  }
}

const CHECKERS: readonly CheckerName[] = ['promtool', 'amtool'];

function reportText(reports: readonly EnvironmentReport[]): string {
  const found = checkers().map(({ name }) => name as string);
  const missing = CHECKERS.filter((name) => !found.includes(name));
  return [
    ...reports.flatMap(environmentLines),
    ...missing.map((name) => `not checked by ${name}: it is not installed ('tools/install.sh up' installs it)`),
  ].join('\n');
}

function environmentLines({
  environment,
  problems,
  omissions,
  counts,
  checkedBy,
}: EnvironmentReport): readonly string[] {
  if (problems.length > 0) {
    return [
      `${environment}: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`,
      ...problems.map(problemText),
    ];
  }
  const { services, rules, dashboards, objects } = counts;
  const by = checkedBy.length === 0 ? '' : `; checked by ${checkedBy.join(', ')}`;
  return [
    `${environment}: ok, ${services} services watched, ${rules} rules, ${dashboards} dashboards, ${objects} objects${by}`,
    ...omissions.map(({ service, kind, name, reason }) => `  left out: ${service} ${kind} ${name}: ${reason}`),
  ];
}
