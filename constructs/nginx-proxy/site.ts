/** The pages that nginx serves itself. */
import type { ProgramFile } from '../program';
import type { NginxSettings } from './settings';

/** Runbooks below `site/runbooks/`, and a page with links where there is no Grafana. */
export function siteFiles(settings: NginxSettings): readonly ProgramFile[] {
  const runbooks = settings.runbooks.map(({ path, content }) => ({ path: `site/runbooks/${path}`, content }));
  return settings.grafana === undefined ? [...runbooks, landingPage(settings)] : runbooks;
}

function landingPage({ prometheus, alertmanager }: NginxSettings): ProgramFile {
  const links = [
    [prometheus.subPath, 'Prometheus'],
    [alertmanager.subPath, 'Alertmanager'],
    ['/runbooks/', 'Runbooks'],
  ].map(([path, name]) => `<li><a href="${path}">${name}</a></li>`);
  const head = '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Monitoring</title>';
  const content = `${head}\n<h1>Monitoring</h1>\n<ul>${links.join('')}</ul>\n</html>\n`;
  return { path: 'site/index.html', content };
}
