/** The pages that nginx serves itself. */
import type { ProgramFile } from '../program';
import type { NginxSettings } from './settings';

/** Runbooks below `site/runbooks/`, and a page with links where there is no Grafana. */
export function siteFiles(settings: NginxSettings): readonly ProgramFile[] {
  const runbooks = settings.runbooks.map(({ path, content }) => ({ path: `site/runbooks/${path}`, content }));
  return settings.grafana === undefined ? [...runbooks, landingPage(settings)] : runbooks;
}

const STYLE = `
body { font: 16px/1.6 system-ui, sans-serif; margin: 2rem auto; max-width: 46rem; padding: 0 1rem; color: #1f2933; }
dt { margin-top: 1rem; } dd { margin: 0; color: #52606d; }
`;

function landingPage({ prometheus, alertmanager }: NginxSettings): ProgramFile {
  const entries = [
    [prometheus.subPath, 'Prometheus', 'metrics, rules and the alerts that are pending or firing'],
    [alertmanager.subPath, 'Alertmanager', 'who was told of what, and silences'],
    ['/runbooks/', 'Runbooks', 'what each alert means and what to do'],
  ].map(([path, name, what]) => `<dt><a href="${path}">${name}</a></dt><dd>${what}</dd>`);
  const head = `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Monitoring</title><style>${STYLE}</style>`;
  const note = '<p>Dashboards need Grafana, which does not run here.</p>';
  const content = `${head}\n<h1>Monitoring</h1>\n<dl>${entries.join('')}</dl>\n${note}\n</html>\n`;
  return { path: 'site/index.html', content };
}
