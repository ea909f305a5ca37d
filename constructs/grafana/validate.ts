/** Checks of a Grafana. */
import type { DashboardFile } from '../../model/delivery';
import { repeated } from '../check/repeated';
import { Report } from '../check/report';
import type { Identity } from '../kubernetes/identity';
import type { Resources } from '../kubernetes/resources';
import { checkIdentity, checkReplicas, checkResources, checkVolume } from '../kubernetes/validate';
import type { ClaimOptions } from '../kubernetes/workload';
import { dashboardText, folderSlug } from './provisioning';
import type { GrafanaSettings } from './settings';
import { checkDatabase, checkSignIn } from './validate-sign-in';

/** What is needed beside the settings to run it in Kubernetes. */
export interface GrafanaDeployment {
  /** @default - 1 */
  readonly replicas?: number;
  readonly resources: Resources;
  readonly volume?: Omit<ClaimOptions, 'name'>;
}

/** What Grafana's database takes for a uid. */
const UID = /^[A-Za-z0-9_-]{1,40}$/;
/** A dashboard must fit into a ConfigMap. */
const LARGEST_DASHBOARD = 900 * 1024;

/** Every problem of the settings and of how they are to run. */
export function checkGrafana(settings: GrafanaSettings, options: GrafanaDeployment, report: Report): void {
  const { admin } = settings;
  if (!/^[A-Za-z0-9._@-]+$/.test(admin.user))
    report.must('adminUser', admin.user, 'a name of letters, digits and . _ @ -');
  if (admin.user === 'admin') report.must('adminUser', admin.user, 'another name: it is the first that is tried');
  checkDashboards(settings.dashboards, report);
  if (settings.signIn !== undefined) checkSignIn(settings.signIn, report.at('signIn'));
  const { replicas = 1 } = options;
  checkReplicas(replicas, report);
  checkDatabase(settings.database, { replicas, hasVolume: options.volume !== undefined }, report);
  checkResources(options.resources, report);
  if (options.volume !== undefined) checkVolume(options.volume.size, 'volume.size', report);
}

/** Problems of a construct at `where`. */
export function grafanaProblems(
  props: GrafanaDeployment & { readonly identity: Identity; readonly settings: GrafanaSettings },
  where: string,
): Report['problems'] {
  const report = new Report(where);
  checkIdentity(props.identity, report);
  checkGrafana(props.settings, props, report);
  return report.problems;
}

/** Dashboards as a Grafana takes them together. */
export function checkDashboards(dashboards: readonly DashboardFile[], report: Report): void {
  refuseTwice(
    dashboards.map(({ uid }) => uid),
    (uid) => `dashboard uid '${uid}' is used twice, must be one's own`,
    report,
  );
  refuseTwice(
    dashboards.map(({ folder, title }) => `${folder}/${title}`),
    (path) => `dashboard '${path}' exists twice, must have a title of its own in its folder`,
    report,
  );
  checkFolders(dashboards, report);
  for (const dashboard of dashboards) {
    const { uid, model } = dashboard;
    const text = dashboardText(dashboard);
    report.must('dashboard uid', uid, UID.test(uid) ? undefined : 'at most 40 letters, digits, dashes and underscores');
    const id = model['id'];
    if (id !== undefined && id !== null)
      report.refuse(`dashboard ${uid} has the id ${String(id)}, must have none: Grafana gives it`);
    if (/"\$\{DS_[A-Z0-9_-]+\}"/i.test(text)) {
      report.refuse(`dashboard ${uid} has a data source to be asked for at import, must name one by its uid`);
    }
    const size = Buffer.byteLength(text);
    if (size > LARGEST_DASHBOARD) {
      report.refuse(`dashboard ${uid} has ${size} bytes, must have at most ${LARGEST_DASHBOARD}`, 'split it');
    }
  }
}

/** Titles that differ in punctuation only would share a path. */
function checkFolders(dashboards: readonly DashboardFile[], report: Report): void {
  const bySlug = new Map<string, string>();
  for (const { folder } of dashboards) {
    const slug = folderSlug(folder);
    const other = bySlug.get(slug) ?? folder;
    if (slug === '') report.must('dashboard folder', folder, 'a title with a letter or digit');
    if (other !== folder)
      report.refuse(`dashboard folder '${folder}' has the path of '${other}', must differ in its words`);
    bySlug.set(slug, other);
  }
}

function refuseTwice(values: readonly string[], message: (value: string) => string, report: Report): void {
  for (const value of repeated(values)) report.refuse(message(value));
}
