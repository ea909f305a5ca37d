/** `queries.ts` and `dashboard.ts` of a new service as TypeScript. */
import type { Guess } from './guess';
import { importOf, moduleIn } from './imports';
import type { NewFile, Place } from './imports';
import { sentence } from './names';
import type { GuessedRed } from './red-guess';
import { block, literal } from './source-text';

/** Questions and board of a service with requests. */
export function redFiles(id: string, red: GuessedRed, place: Place): readonly NewFile[] {
  const { requests, failed, duration, by, uses } = red;
  const questions = block(
    'export const requests = red({',
    [
      ['requests: ', requests],
      ['failed: ', failed],
      ['duration: ', duration],
      ['by: ', by],
    ],
    '});',
  );
  const queries = `${ABOUT_QUERIES}
${importOf(['red', ...uses], moduleIn(place, 'model'))}
import { metrics as m } from './metrics';

${questions}
`;
  const dashboard = `/** The board of rate, errors and duration. */
${importOf(['redBoards'], moduleIn(place, 'dashboards'))}
import { target } from './alerts';
import { metrics as m } from './metrics';
import { requests } from './queries';

export const BOARD = '${id}-overview';

export const boards = redBoards({
  service: ${literal(id)},
  title: ${literal(`Services / ${sentence(id)}`)},
  up: m.up,
  red: requests,
  alerts: { up: target.alerts },
});
`;
  return files(queries, dashboard);
}

const ABOUT_QUERIES = '/** Questions that alerts and panels share. */';

const files = (queries: string, dashboard: string): readonly NewFile[] => [
  { path: 'queries.ts', text: queries },
  { path: 'dashboard.ts', text: dashboard },
];

/**
 * Questions and board of any other service: some of what it counts and holds. The panels have no description, which the
 * board refuses until somebody who knows has written them.
 */
export function plainFiles(
  id: string,
  metrics: readonly Guess[],
  keys: ReadonlyMap<string, string>,
  place: Place,
): readonly NewFile[] {
  const shown = showable(metrics).map((metric) => ({ key: keys.get(metric.name) ?? '', metric }));
  return files(plainQueries(shown, place), plainDashboard(id, shown, place));
}

interface Shown {
  readonly key: string;
  readonly metric: Guess;
}

/** How many panels are worth a description by hand. */
const MOST_PANELS = 6;

/** Metrics of the program's own that one line for each instance tells. */
function showable(metrics: readonly Guess[]): readonly Guess[] {
  return metrics
    .filter(({ name }) => !name.startsWith('process_'))
    .filter(({ form, unit, labels }) =>
      form === 'counter'
        ? unit === 'count' || unit === 'bytes'
        : form === 'gauge' && labels.length === 0 && unit !== 'bool' && unit !== 'timestamp',
    )
    .slice(0, MOST_PANELS);
}

function plainQueries(shown: readonly Shown[], place: Place): string {
  if (shown.length === 0) return `${ABOUT_QUERIES}\nexport const questions = {};\n`;
  const isCounted = shown.some(({ metric }) => metric.form === 'counter');
  const names = ['promql', ...(isCounted ? ['instance', 'job', 'window'] : [])];
  const questions = shown.map(({ key, metric }) => [`${key}: `, questionText(key, metric)] as const);
  return `${ABOUT_QUERIES}
${importOf(names, moduleIn(place, 'model'))}
import { metrics as m } from './metrics';

${block('export const questions = {', questions, '};')}
`;
}

function questionText(key: string, { form }: Guess): string {
  if (form !== 'counter') return `promql\`\${m.${key}}\``;
  return `promql\`sum by (\${[job, instance]}) (rate(\${m.${key}}[\${window}]))\``;
}

function plainDashboard(id: string, shown: readonly Shown[], place: Place): string {
  const work = shown.length === 0 ? '' : `      row('Work', [\n${shown.map(panelText).join('')}      ]),\n`;
  const names = ['board', 'row', 'stat', 'UP_DOWN', ...(shown.length === 0 ? [] : ['timeSeries'])];
  return `/** The board: whether it is there, and what it does. */
${importOf(names, moduleIn(place, 'dashboards'))}
import { promql } from '${moduleIn(place, 'model')}';
import type { BoardContext, Boards } from '${moduleIn(place, 'model')}';
import { target } from './alerts';
import { metrics as m } from './metrics';
${shown.length === 0 ? '' : "import { questions as ask } from './queries';\n"}
export const BOARD = '${id}-overview';

export const boards = (context: BoardContext): Boards =>
  board(context, {
    uid: BOARD,
    title: ${literal(`Services / ${sentence(id)}`)},
    service: ${literal(id)},
    description: 'Is it there, and does it work? For whoever is on call.',
    variablesFrom: m.up,
    rows: [
      row('Health', [
        stat({
          title: 'Up',
          description:
            'Whether each instance answers scrapes. Normal: all up. When one is down, see its process first.',
          query: promql\`\${m.up}\`,
          words: UP_DOWN,
          alerts: target.alerts,
        }),
      ]),
${work}    ],
  });
`;
}

const panelText = ({ key }: Shown): string => `        timeSeries({
          title: ${literal(sentence(key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)))},
          description: '',
          queries: [{ expr: ask.${key} }],
        }),
`;
