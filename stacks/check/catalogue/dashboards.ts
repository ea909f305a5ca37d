/** Checks of boards. */
import { byId, checks } from './check';
import type { Family } from './check';

const FILES = 'stacks/check/files.ts';
const BOARD = 'build it with board()';

export const dashboards: Family = {
  title: 'Dashboards',
  checks: byId([
    ...checks('error', [
      [
        'DB-01',
        ['written', 'checked'],
        'dashboards/board.ts dashboards/check/identity.ts',
        'The uid is well formed, and no other board has it',
        'give each board its own',
      ],
      [
        'DB-02',
        ['written', 'checked'],
        'dashboards/board.ts dashboards/check/identity.ts',
        'A board has a title `Area / Subject` of its own, a description, tags and a folder',
        BOARD,
      ],
      [
        'DB-03',
        'checked',
        'dashboards/check/sources.ts',
        'Everything takes its data source from the variable `datasource`',
        BOARD,
      ],
      [
        'DB-04',
        ['written', 'checked'],
        'dashboards/board.ts dashboards/check/sources.ts',
        'There are variables `job` and `instance`, and every query keeps to them',
        'take metrics from catalogues',
      ],
      [
        'DB-05',
        'checked',
        'dashboards/check/queries.ts',
        'The range of a rate is `$__rate_interval`',
        "write the range as 'window'",
      ],
      [
        'DB-06',
        'checked',
        FILES,
        'The data source knows the scrape interval, on which `$__rate_interval` stands',
        'take it from the same setting',
      ],
      [
        'DB-07',
        ['written', 'checked'],
        'dashboards/panel.ts dashboards/check/identity.ts',
        'A panel has a title of its own, and a description that says what is normal and what to do',
        'write both',
      ],
      [
        'DB-08',
        ['written', 'checked'],
        'dashboards/query.ts dashboards/check/shape.ts',
        'A panel has a unit, and it is that of its expressions',
        "give 'unit'",
      ],
      [
        'DB-09',
        ['written', 'checked'],
        'dashboards/panel.ts dashboards/check/alerts.ts',
        'A panel that plots what an alert watches shows its thresholds, in the same unit',
        "name the alert in 'alerts'",
      ],
      [
        'DB-10',
        ['written', 'checked'],
        'dashboards/query.ts dashboards/check/queries.ts',
        'Legends and rows name the labels that tell series apart, and no others',
        'print labels that are kept',
      ],
      [
        'DB-11',
        'written',
        'dashboards/query.ts',
        'A graph has at most 20 lines for each target, or the panel says why it is `crowded`',
        'aggregate, or say why',
      ],
      [
        'DB-12',
        ['written', 'checked'],
        'dashboards/queried.ts dashboards/check/shape.ts',
        'Panels have queries, of the kind that they can draw, and ids of their own',
        BOARD,
      ],
      ['DB-13', 'checked', 'dashboards/check/identity.ts', 'A board is read-only, and the same at every build', BOARD],
      ['DB-14', 'checked', 'dashboards/check/identity.ts', 'Time range, refresh and time zone are set', BOARD],
      [
        'DB-15',
        ['written', 'checked'],
        'dashboards/annotations.ts dashboards/check/sources.ts',
        'Annotations show the firing alerts and the restarts',
        BOARD,
      ],
      [
        'DB-16',
        'checked',
        'dashboards/check/sources.ts',
        'Links lead to the other boards, with time and variables',
        BOARD,
      ],
      [
        'DB-17',
        ['written', 'checked'],
        'dashboards/board.ts dashboards/check/shape.ts',
        'Panels fill the grid without overlaps and gaps, and 20 at most are open',
        'leave the layout to board()',
      ],
      [
        'DB-18',
        'checked',
        'dashboards/check/queries.ts',
        'Every query and alert expression on a board parses, and keeps the checks of expressions',
        'write it with promql`…`',
      ],
    ]),
    ...checks('warning', [
      [
        'DB-19',
        'checked',
        'dashboards/check/shape.ts',
        'An empty panel says whether that is good, and a gap stays a gap',
        "give 'noValue'",
      ],
    ]),
  ]),
};
