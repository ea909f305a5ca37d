/** Checks of a proxy. */
import { cidr, hostName } from '../check/names';
import { Report } from '../check/report';
import type { Exposure } from '../kubernetes/exposure';
import type { Identity } from '../kubernetes/identity';
import type { Resources } from '../kubernetes/resources';
import { checkIdentity, checkReplicas, checkResources } from '../kubernetes/validate';
import { checkGroups } from '../oauth2-proxy/validate';
import { type SubPath, isSubPath } from '../sub-path';
import type { Access } from './access';
import type { NginxSettings } from './settings';

/** What is needed beside the settings to run it in Kubernetes. */
export interface NginxDeployment {
  readonly replicas: number;
  readonly resources: Resources;
  readonly exposure: Exposure;
}

/**
 * First parts of paths that the proxy or Grafana answers itself.
 * https://grafana.com/docs/grafana/latest/developers/http_api/
 */
const TAKEN = [
  'admin',
  'alerting',
  'api',
  'apis',
  'avatar',
  'd',
  'dashboards',
  'explore',
  'healthz',
  'login',
  'logout',
  'metrics',
  'oauth2',
  'public',
  'runbooks',
];

/** Every problem of the settings and of how they are to run. */
export function checkNginx(settings: NginxSettings, options: NginxDeployment, report: Report): void {
  report.must('host', settings.host, hostName(settings.host));
  checkPaths(settings.prometheus.subPath, settings.alertmanager.subPath, report);
  for (const { path } of settings.runbooks) {
    if (!/^(?:[a-z0-9-]+\/)*[A-Za-z0-9_.-]+$/.test(path) || path.includes('..')) {
      report.must('the path of a page', path, 'relative, of plain letters');
    }
  }
  checkAccess(settings.access, report.at('signIn'));
  checkReplicas(options.replicas, report);
  checkResources(options.resources, report);
  checkExposure(options.exposure, report);
}

/** Problems of a construct at `where`. */
export function nginxProblems(
  props: NginxDeployment & { readonly identity: Identity; readonly settings: NginxSettings },
  where: string,
): Report['problems'] {
  const report = new Report(where);
  checkIdentity(props.identity, report);
  checkNginx(props.settings, props, report);
  return report.problems;
}

function checkAccess(access: Access, report: Report): void {
  if (access.kind === 'users') return;
  const { groups, pathGroups = {} } = access;
  if (groups !== undefined) checkGroups('groups', groups, report);
  for (const [path, own] of Object.entries(pathGroups)) checkGroups(`pathGroups.${path}`, own, report);
}

function checkPaths(prometheus: SubPath, alertmanager: SubPath, report: Report): void {
  for (const [name, path] of [
    ['paths.prometheus', prometheus],
    ['paths.alertmanager', alertmanager],
  ] as const) {
    const first = path.split('/')[1] ?? '';
    if (!isSubPath(path)) report.must(name, path, `lower-case words between slashes, like /prometheus/`);
    else if (path === '/') report.must(name, path, "below '/', which is Grafana's");
    else if (TAKEN.includes(first))
      report.must(name, path, `a path that does not begin with /${first}/, which is taken`);
  }
  if (prometheus.startsWith(alertmanager) || alertmanager.startsWith(prometheus)) {
    report.refuse(
      `paths.prometheus is '${prometheus}' and paths.alertmanager '${alertmanager}', must not lie in each other`,
    );
  }
}

function checkExposure(exposure: Exposure, report: Report): void {
  if (exposure.type === 'ClusterIP') return;
  if (exposure.sourceRanges.length === 0) {
    report.refuse('exposure.sourceRanges is empty, must say who may connect', 'an empty list lets in everybody');
  }
  for (const range of exposure.sourceRanges) report.must('exposure.sourceRanges', range, cidr(range));
}
