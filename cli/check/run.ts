/** Checks environments: what each would run, judged by Vedette and by the programs' own checkers. */
import type { Environment } from '../../constructs/monitoring/environment';
import { kubernetesAddresses } from '../../constructs/monitoring/kubernetes-addresses';
import { wire } from '../../constructs/monitoring/wiring';
import type { Problem } from '../../model/problem';
import { VedetteError } from '../../model/problem';
import { services } from '../../services/registry';
import { checkDeployment } from '../../stacks/check/deployment';
import { waive } from '../../stacks/check/waive';
import type { Waiver } from '../../stacks/check/waiver';
import { everything, synthesize } from '../../stacks/synth';
import type { Watched } from '../../stacks/synth';
import { inOrder, merged } from './finding';
import type { Finding } from './finding';
import { Sources } from './position';
import { checkers, judge } from './programs';
import type { CheckerName } from './programs';
import type { CheckReport, EnvironmentReport } from './report';

/** What is to be checked. */
export interface CheckRequest {
  readonly environments: readonly Environment[];
  /** These are all environments, so that a waiver that matches nothing is of no use. */
  readonly complete: boolean;
  readonly waivers: readonly Waiver[];
  /** The day that waivers are held against: `2026-11-30`. */
  readonly today: string;
  /** Told the name of each environment before it is looked at. */
  readonly onEnvironment: (name: string) => void;
}

const CHECKERS: readonly CheckerName[] = ['promtool', 'amtool'];

/** Never throws for a fault of the definitions: that is what it reports. */
export function runCheck({ environments, complete, waivers, today, onEnvironment }: CheckRequest): CheckReport {
  const watched = everything();
  const owners = new Map<string, string>();
  const checked = environments.map((environment) => {
    onEnvironment(environment.name);
    return checkEnvironment(environment, watched, owners);
  });
  const findings = merged(checked.map(({ report, problems }) => ({ environment: report.environment, problems })));
  const { open, waived, problems } = waive(findings, waivers, { today, complete });
  const sources = new Sources(owners);
  const all: readonly Finding[] = [
    ...open,
    ...waived.map(({ problem, waiver }) => ({ ...problem, waiver })),
    ...problems.map((problem): Finding => ({ ...problem, severity: 'error', environments: [] })),
  ];
  const found = checkers().map(({ name }) => name as string);
  return {
    environments: checked.map(({ report }) => report),
    findings: inOrder(all).map((finding) => sources.placed(finding)),
    notInstalled: CHECKERS.filter((name) => !found.includes(name)),
  };
}

interface Checked {
  readonly report: EnvironmentReport;
  readonly problems: readonly Problem[];
}

function checkEnvironment(environment: Environment, watched: Watched, owners: Map<string, string>): Checked {
  const nothing = { environment: environment.name, services: 0, rules: 0, dashboards: 0, objects: 0 };
  try {
    const { objects } = synthesize(environment, watched);
    const wiring = wire(environment, watched.services, kubernetesAddresses(environment), watched.runbooks);
    const { deliveries } = wiring;
    for (const { service, dashboards } of deliveries) for (const { uid } of dashboards) owners.set(uid, service);
    const here = deliveries.filter(({ scrapeJobs }) => scrapeJobs.length > 0);
    const problems = checkDeployment({ environment, services, wiring });
    return {
      problems: [...problems, ...judge(environment.name, wiring)],
      report: {
        ...nothing,
        services: here.length,
        rules: deliveries.flatMap(({ ruleGroups }) => ruleGroups.flatMap(({ rules }) => rules)).length,
        dashboards: deliveries.flatMap(({ dashboards }) => dashboards).length,
        objects: objects.length,
        checkedBy: checkers().map(({ name, version }) => `${name} ${version}`),
        omissions: here.flatMap(({ service, omissions }) => omissions.map((each) => ({ ...each, service }))),
      },
    };
  } catch (error) {
    if (!(error instanceof VedetteError)) throw error;
    return { problems: error.problems, report: { ...nothing, checkedBy: [], omissions: [] } };
  }
}
