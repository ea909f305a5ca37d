/** The runbooks as pages: one a service, with an anchor for each alert, and a list of all. The proxy serves them. */
import type { ProgramFile } from '../constructs/program';
import type { Service } from '../model/service';
import { html } from './markdown/html';

const STYLE = `
body { font: 16px/1.6 system-ui, sans-serif; margin: 2rem auto; max-width: 46rem; padding: 0 1rem; color: #1f2933; }
h2 { border-top: 1px solid #cbd2d9; padding-top: 1rem; } h2:target { background: #fff3c4; }
pre { background: #f5f7fa; padding: .7rem; overflow-x: auto; } code { background: #f5f7fa; font-size: .9em; }
table { border-collapse: collapse; } td, th { border: 1px solid #cbd2d9; padding: .2rem .6rem; text-align: left; }
nav { font-size: .9rem; }
`;

/** `<service>.html` for each service, and `index.html`; paths are relative to `/runbooks/`. */
export function runbookPages(services: readonly Service[]): readonly ProgramFile[] {
  const items = services.map(({ id, title, alertNames, sloAlertNames }) => {
    const names = [...alertNames, ...sloAlertNames];
    const links = names.map((name) => `<li><a href="/runbooks/${id}.html#${name}">${name}</a></li>`).join('');
    return `<h2><a href="/runbooks/${id}.html">${escape(title)}</a></h2><ul>${links}</ul>`;
  });
  return [
    { path: 'index.html', content: page('Runbooks', `<h1>Runbooks</h1>${items.join('\n')}`) },
    ...services.map((service) => ({
      path: `${service.id}.html`,
      content: page(service.title, `<nav><a href="/runbooks/">All runbooks</a></nav>\n${html(service.runbook())}`),
    })),
  ];
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title>
<style>${STYLE}</style></head>
<body>
${body}
</body></html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
