/** checkov, the real one, over manifests. https://www.checkov.io/5.Policy%20Index/kubernetes.html */
import { run } from '../command';
import { requirePythonTool } from '../tools';

export interface Finding {
  /** `CKV_K8S_11` */
  readonly id: string;
  /** `StatefulSet.monitoring.prometheus` */
  readonly where: string;
}

export interface Scan {
  /** How many checks were passed. */
  readonly passed: number;
  readonly findings: readonly Finding[];
}

interface Output {
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
  readonly results: { readonly failed_checks: readonly { readonly check_id: string; readonly resource: string }[] };
}

/**
 * Scans files of manifests. It asks nobody for anything.
 * @throws Error when checkov is not installed, or cannot read a file
 */
export async function scan(files: readonly string[]): Promise<Scan> {
  const args = ['--framework', 'kubernetes', '--output', 'json', '--compact', '--skip-download'];
  const { stdout, stderr } = await run(
    requirePythonTool('checkov', 'checkov'),
    [...args, ...files.flatMap((file) => ['--file', file])],
    {
      seconds: 120,
    },
  );
  if (!stdout.startsWith('{')) throw new Error(`checkov says no result: ${stdout}${stderr}`);
  const { summary, results } = JSON.parse(stdout) as Output;
  if (summary.parsing_errors > 0) throw new Error(`checkov cannot read ${files.join(', ')}`);
  const findings = results.failed_checks.map(({ check_id: id, resource: where }) => ({ id, where }));
  return { passed: summary.passed, findings };
}
