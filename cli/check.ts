/** `vedette check`: every service and environment as it would be deployed, as text, JSON or SARIF. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { VedetteError } from '../model/problem';
import type { Finding } from './check/finding';
import { reportJson } from './check/json';
import { packageRoot, thrownAt } from './check/position';
import type { CheckReport } from './check/report';
import { errorsOf, warningsOf } from './check/report';
import { reportSarif } from './check/sarif';
import { reportText } from './check/text';
import { EXIT, type ExitCode } from './exit';
import { Progress } from './progress';

export interface CheckFlags {
  readonly json?: true;
  readonly sarif?: true;
  /** A warning that nothing waives counts like an error. */
  readonly strict?: true;
}

/** Checks environments; all of them when none is named. Returns 1 when there is an error. */
export async function checkVerb(names: readonly string[], flags: CheckFlags, version: string): Promise<ExitCode> {
  const progress = new Progress(flags.json === true || flags.sarif === true);
  const report = await reportOn(names, progress);
  progress.done();
  console.log(written(report, flags, version));
  const faults = [...errorsOf(report), ...(flags.strict === true ? warningsOf(report) : [])];
  return faults.length > 0 ? EXIT.problems : EXIT.ok;
}

/** Definitions are refused as they are loaded, so they are loaded here and not before. */
async function reportOn(names: readonly string[], progress: Progress): Promise<CheckReport> {
  try {
    const { runCheck } = await import('./check/run.js');
    const { environmentByName } = await import('./environment.js');
    const { environmentNames } = await import('../stacks/environments.js');
    const { waivers } = await import('../stacks/waivers.js');
    const chosen = names.length > 0 ? names : environmentNames;
    return runCheck({
      environments: chosen.map(environmentByName),
      complete: environmentNames.every((name) => chosen.includes(name)),
      waivers,
      today: new Date().toISOString().slice(0, 10),
      onEnvironment: (name) => progress.step(`checking ${name}`),
    });
  } catch (error) {
    if (!(error instanceof VedetteError)) throw error;
    return { environments: [], findings: refused(error), notInstalled: [] };
  }
}

function refused(error: VedetteError): readonly Finding[] {
  const position = thrownAt(error.stack ?? '');
  return error.problems.map((problem) => ({
    ...problem,
    severity: 'error',
    environments: [],
    ...(position && { position }),
  }));
}

function written(report: CheckReport, { json, sarif }: CheckFlags, version: string): string {
  if (sarif === true) return reportSarif(report, { version, documentation: documentation() });
  return json === true ? reportJson(report) : reportText(report);
}

/** In a pipeline of GitHub the repository is known; elsewhere the file lies in the package. */
function documentation(): string {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: commit = 'HEAD' } = process.env;
  if (server === undefined || repository === undefined)
    return pathToFileURL(join(packageRoot, 'docs', 'checks.md')).href;
  return `${server}/${repository}/blob/${commit}/docs/checks.md`;
}
