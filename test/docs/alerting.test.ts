/** docs/alerting.md shows notifications as the real amtool renders them from the delivered templates. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOTIFICATION_TEMPLATES } from '../../constructs/alertmanager/templates';
import type { Page } from '../../model/proof';
import { outputOf } from '../support/command';
import { testFolder } from '../support/folder';
import { expectPart } from '../support/generated';
import { readPages } from '../support/goldens';
import { requireTool } from '../support/tools';

const folder = testFolder();

/** The pages of an alert in the first reviewed case that has some. */
function pagesOf(service: string, alert: string): readonly Page[] {
  const pages = Object.values(readPages(service)[alert] ?? {}).find((each) => each.length > 0);
  if (pages === undefined) throw new Error(`${service} has no reviewed page of ${alert}`);
  return pages;
}

/** https://prometheus.io/docs/alerting/latest/notifications/#data */
function data(alert: string, status: 'firing' | 'resolved', pages: readonly Page[]): object {
  const external = { cluster: 'mainnet', environment: 'prod' };
  const alerts = pages.map(({ labels, annotations }) => ({
    status,
    labels: { ...labels, ...external, alertname: alert },
    annotations,
  }));
  const commonLabels = { ...pages[0]?.labels, ...external, alertname: alert };
  return { receiver: 'oncall', status, alerts, commonLabels, groupLabels: commonLabels, commonAnnotations: {} };
}

async function rendered(text: string, of: object): Promise<string> {
  const [templates, dataFile] = [join(folder, 'vedette.tmpl'), join(folder, 'data.json')];
  writeFileSync(templates, NOTIFICATION_TEMPLATES);
  writeFileSync(dataFile, JSON.stringify(of));
  const args = ['template', 'render', `--template.glob=${templates}`, `--template.data=${dataFile}`];
  const said = await outputOf(requireTool('amtool').path, [...args, `--template.text=${text}`], { seconds: 20 });
  return said.trim();
}

async function preview(what: string, of: object): Promise<string> {
  const title = await rendered('{{ template "vedette.title" . }}', of);
  const text = await rendered('{{ template "vedette.text" . }}', of);
  return [`### ${what}`, '', '```text', title, '', text, '```'].join('\n');
}

async function previews(): Promise<string> {
  const down = pagesOf('rstmdb', 'RstmdbDown');
  const another = down.map(({ labels, annotations }) => ({
    labels: { ...labels, instance: 'rstmdb-1:9100' },
    annotations: Object.fromEntries(
      Object.entries(annotations).map(([name, text]) => [name, text.replace(/rstmdb-0/g, 'rstmdb-1')]),
    ),
  }));
  return [
    await preview('One alert fires', data('RstmdbDown', 'firing', down)),
    await preview('Two of a kind are one notification', data('RstmdbDown', 'firing', [...down, ...another])),
    await preview('It is over', data('RstmdbDown', 'resolved', down)),
  ].join('\n\n');
}

it('shows the notifications that the templates make (npm run golden writes them anew)', async () => {
  expectPart('docs/alerting.md', 'previews', await previews());
}, 90_000);
