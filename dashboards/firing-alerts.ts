/** What fires now: the first thing that whoever is on call wants to read. */
import type { Override, TablePanel } from './grafana';
import { DATASOURCE } from './grafana';
import type { PanelContext, PanelDefinition } from './panel';
import { FLEET, ofService } from './scope';

/** Alerts of the service, or of all, as Prometheus evaluates them. @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export const firingSelector = (service: string): string =>
  `ALERTS{alertstate="firing", severity=~"critical|warning"${ofService(service)}}`;

/** Labels shown, with their headings. */
const FIELDS = { alertname: 'Alert', severity: 'Severity', service: 'Service', instance: 'Instance' } as const;

/** A table of the service's firing alerts; green words when there is none. 8 columns wide, 8 rows high. */
export function firingAlerts({
  width = 8,
  height = 8,
}: { readonly width?: number; readonly height?: number } = {}): PanelDefinition {
  const title = 'Firing alerts';
  return {
    title,
    width,
    height,
    exprs: [],
    problems: [],
    draw: (context) => ({ panel: build(title, context), omissions: [] }),
  };
}

function build(title: string, { service, board }: PanelContext): TablePanel {
  const isFleet = service === FLEET;
  const names = Object.keys(FIELDS).filter((name) => isFleet || name !== 'service');
  return {
    type: 'table',
    title,
    description: `Alerts of ${isFleet ? 'all services' : service} that fire now. Normal: none. For each, its runbook says what to do.`,
    datasource: DATASOURCE,
    targets: [
      {
        refId: 'firing',
        datasource: DATASOURCE,
        editorMode: 'code',
        expr: firingSelector(service),
        legendFormat: '{{alertname}}',
        format: 'table',
        instant: true,
        range: false,
      },
    ],
    transformations: [
      { id: 'filterFieldsByName', options: { include: { names } } },
      {
        id: 'organize',
        options: {
          excludeByName: {},
          indexByName: Object.fromEntries(names.map((name, i) => [name, i])),
          renameByName: FIELDS,
        },
      },
    ],
    options: { frameIndex: 0, showHeader: true, cellHeight: 'sm', sortBy: [{ displayName: FIELDS.severity }] },
    fieldConfig: {
      defaults: { noValue: 'None', custom: { align: 'auto', inspect: false, filterable: false } },
      overrides: overrides(board.context.publicUrl, service),
    },
  };
}

/** A name leads to its runbook, a severity has its colour. */
function overrides(base: string, service: string): readonly Override[] {
  return [
    {
      matcher: { id: 'byName', options: FIELDS.alertname },
      properties: [{ id: 'links', value: [runbookLink(base, service)] }],
    },
    {
      matcher: { id: 'byName', options: FIELDS.severity },
      properties: [
        { id: 'custom.cellOptions', value: { type: 'color-text' } },
        { id: 'mappings', value: SEVERITY_WORDS },
      ],
    },
  ];
}

const runbookLink = (base: string, service: string): object => ({
  title: 'Runbook',
  url: `${base}/runbooks/${service === FLEET ? `\${__data.fields.${FIELDS.service}}` : service}.html#\${__value.text}`,
  targetBlank: true,
});

const SEVERITY_WORDS = [
  {
    type: 'value',
    options: {
      critical: { text: 'critical', color: 'red', index: 0 },
      warning: { text: 'warning', color: 'orange', index: 1 },
    },
  },
];
