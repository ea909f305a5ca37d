/** Checks of what must agree with each other, of cost, and of waivers; and what is not checked. */
import { byId, checks } from './check';
import type { Family, Unmade } from './check';

const FILES = 'stacks/check/files.ts';
const COVERAGE = 'stacks/check/alerts/coverage.ts';
const COST = 'stacks/check/cost/cost.ts';

export const agreement: Family = {
  title: 'What must agree',
  checks: checks('error', [
    [
      'X-01',
      'checked',
      'dashboards/check/alerts.ts stacks/check/links.ts',
      'An alert leads to a board that exists, and chooses variables that it has by labels that the alert has',
      "give the service's 'board'",
    ],
    [
      'X-02',
      'checked',
      'dashboards/check/alerts.ts',
      'Every alert is on a panel that reads its metrics, a critical one on the first screen',
      'add panelForAlert(…)',
    ],
    [
      'X-03',
      'checked',
      'stacks/check/alerts/runbooks.ts',
      'Boards lead to sections of runbooks that are there, and runbooks to boards that are',
      'correct the link',
    ],
    ['X-04', 'checked', COVERAGE, 'Every job that a rule names is scraped', 'use a job that is'],
    [
      'X-05',
      'checked',
      `${FILES} cli/check/programs.ts`,
      'Everything that is rendered is read by its program, and promtool takes it',
      'write it where its program looks',
    ],
    [
      'X-06',
      'checked',
      FILES,
      'The same code renders the same files, without moments and noise',
      'derive it from the code alone',
    ],
    [
      'X-07',
      'checked',
      COVERAGE,
      'A service that is watched is scraped, alerts, has a board and a runbook, and an objective where users come for it',
      'complete the service',
    ],
  ]),
};

export const cost: Family = {
  title: 'Cost',
  checks: byId([
    ...checks('error', [
      ['CO-03', 'checked', COST, 'Nothing is grouped by a label with more than 100 values', 'leave it out'],
    ]),
    ...checks('warning', [
      [
        'CO-01',
        'checked',
        COST,
        'In production one evaluation loads at most a million samples of a target',
        'record what it aggregates',
      ],
      [
        'CO-04',
        'checked',
        COST,
        'Long ranges over many samples are read from recordings, and those of a day or more are recorded less often',
        'record it',
      ],
      ['CO-05', 'checked', COST, 'Every scrape job has a limit of samples', "give 'sampleLimit'"],
      [
        'CO-06',
        'checked',
        'dashboards/check/shape.ts',
        'Opening a board starts 40 queries at most',
        'collapse what is for details',
      ],
    ]),
  ]),
};

export const waiving: Family = {
  title: 'Waivers',
  checks: checks('error', [
    [
      'WV-01',
      'checked',
      'stacks/check/waive.ts',
      'A waiver has not expired',
      'mend what it excuses, or give a new reason and day',
    ],
    ['WV-02', 'checked', 'stacks/check/waive.ts', 'A waiver excuses something that is still found', 'drop it'],
    ['WV-03', 'checked', 'stacks/check/waive.ts', 'A waiver excuses a warning, never an error', 'mend the error'],
  ]),
};

/** Known checks that are not made, each with the reason. */
export const unmade: readonly Unmade[] = [
  {
    id: 'DB-20',
    what: 'Every query of a board returns data from a running stack',
    reason: 'it needs a running stack: a live test asks every panel and every variable, not `vedette check`',
  },
  {
    id: 'CO-02',
    what: 'Rule groups take less than 30% of their interval',
    reason: 'only the running server knows how long they take: the alert PrometheusRuleGroupSlow watches it there',
  },
];
