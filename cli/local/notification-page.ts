/** The page that shows what Alertmanager delivered, newest first. */
import type { Notification, NotifiedAlert } from './notification';

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1f2933; }
article { border-left: 4px solid; padding: .4rem 1rem; margin: 1rem 0; background: #f5f7fa; }
.firing { border-color: #c81e1e; } .resolved { border-color: #0e7c3a; }
h2 { font-size: 1rem; margin: 0; } p { margin: .3rem 0; white-space: pre-line; }
small, time { color: #52606d; } code { font-size: .85rem; }
`;

/** The whole page. It asks for itself again every few seconds. */
export function notificationPage(notifications: readonly Notification[]): string {
  const list = [...notifications].reverse().map(notificationHtml).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width"><title>Notifications</title><style>${STYLE}</style></head>
<body><h1>Notifications</h1>
<p>What Alertmanager delivered to this machine's webhook, newest first. The same as JSON: <a href="/notifications">/notifications</a>.</p>
${list === '' ? '<p>None yet.</p>' : list}
</body></html>
`;
}

function notificationHtml({ at, receiver, alerts }: Notification): string {
  return alerts.map((alert) => alertHtml(alert, at, receiver)).join('');
}

function alertHtml({ status, labels, annotations }: NotifiedAlert, at: string, receiver: string): string {
  const { alertname = 'alert', severity = '', ...others } = labels;
  const { summary = '', description = '', ...rest } = annotations;
  const labelText = Object.entries(others)
    .map(([name, value]) => `<code>${escape(name)}=${escape(value)}</code>`)
    .join(' ');
  const restText = Object.entries(rest)
    .map(([name, value]) => `<p><small>${escape(name)}</small> ${linkOrText(value)}</p>`)
    .join('');
  return `<article class="${status}"><h2>${escape(alertname)} · ${status} · ${escape(severity)}</h2>
<time>${escape(at)}</time> <small>to ${escape(receiver)}</small>
<p><strong>${escape(summary)}</strong></p><p>${escape(description)}</p>${restText}<p>${labelText}</p></article>
`;
}

function linkOrText(value: string): string {
  return /^https?:\/\//.test(value) ? `<a href="${escape(value)}">${escape(value)}</a>` : escape(value);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML, also inside an attribute in quotes. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
