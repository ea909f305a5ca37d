/** `index.ts` and `alerts.ts` of a new service as TypeScript. */
import { importOf, moduleIn } from './imports';
import type { NewFile, Place } from './imports';
import { camelCase, pascalCase, sentence } from './names';
import { block, literal, object } from './source-text';

/** How Prometheus asks for the page. */
export interface ScrapeGuess {
  readonly scheme: 'http' | 'https';
  readonly metricsPath: string;
  readonly sampleLimit: number;
  /** Scheme of the Authorization that was needed. */
  readonly authorization?: string;
}

export function indexFile(id: string, scrape: ScrapeGuess, place: Place): NewFile {
  const { first, second, expression } = RUNBOOK[place];
  const service = block(
    `export const ${camelCase(id)} = defineService({`,
    [
      ['id: ', literal(id)],
      ['title: ', literal(sentence(id))],
      ['owner: ', literal('platform')],
      ['', 'metrics'],
      ['scrape: ', scrapeCode(id, scrape)],
      ['', 'alerts'],
      ['board: ', 'BOARD'],
      ['boards: ', 'boards'],
      ['runbook: ', expression],
    ],
    '});',
  );
  const imports = [
    ...first,
    importOf(['defineService'], moduleIn(place, 'model')),
    ...second,
    "import { alerts } from './alerts';",
    "import { BOARD, boards } from './dashboard';",
    "import { metrics } from './metrics';",
  ];
  return { path: 'index.ts', text: `${imports.join('\n')}\n\n${service}\n` };
}

/** The runbook lies beside `index.ts`. */
const RUNBOOK = {
  here: {
    first: [],
    second: ["import { runbookIn } from '../runbooks';"],
    expression: 'runbookIn(__dirname)',
  },
  elsewhere: {
    first: ["import { readFileSync } from 'node:fs';", "import { join } from 'node:path';"],
    second: [],
    expression: "() => readFileSync(join(__dirname, 'runbook.md'), 'utf8')",
  },
} as const satisfies Record<Place, unknown>;

function scrapeCode(
  id: string,
  { scheme, metricsPath, sampleLimit, authorization }: ScrapeGuess,
): ReturnType<typeof object> {
  const auth = object([
    ['kind: ', literal('authorization')],
    ['type: ', literal(authorization ?? '')],
    [
      'credentials: ',
      object([
        ['secret: ', literal(id)],
        ['key: ', literal('token')],
      ]),
    ],
  ]);
  return object([
    ['scheme: ', literal(scheme)],
    ['metricsPath: ', literal(metricsPath)],
    ['sampleLimit: ', String(sampleLimit)],
    ...(authorization === undefined ? [] : [['auth: ', auth] as const]),
  ]);
}

export function alertsFile(id: string, place: Place): NewFile {
  const text = `/** What is wrong when, and who is told. */
${importOf(['targetAlerts'], moduleIn(place, 'model'))}
import { metrics as m } from './metrics';

export const target = targetAlerts('${pascalCase(id)}', m.up, {
  thing: ${literal(id)},
  impact: 'no other alert of it can fire',
});

export const alerts = [...target.alerts] as const;
`;
  return { path: 'alerts.ts', text };
}
