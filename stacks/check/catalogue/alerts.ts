/** Checks of alerts, recording rules and objectives. */
import { byId, checks } from './check';
import type { Family } from './check';

const FORM = 'stacks/check/alerts/form.ts';
const TEXTS = 'stacks/check/alerts/texts.ts';
const PAIRS = 'stacks/check/alerts/pairs.ts';
const COVERAGE = 'stacks/check/alerts/coverage.ts';
const SIZES = 'stacks/check/alerts/sizes.ts';
const ORDER = 'stacks/check/recordings/order.ts';
const NAMES = 'stacks/check/recordings/names.ts';

export const alerts: Family = {
  title: 'Alerts',
  checks: byId([
    ...checks('error', [
      [
        'AL-01',
        ['written', 'checked'],
        `model/alert.ts ${FORM}`,
        'The name is PascalCase, of 4 to 60 letters and digits, and holds neither severity nor limit',
        'write <Component><State>',
      ],
      [
        'AL-02',
        'checked',
        FORM,
        'An alert has a condition; only the Watchdog fires for every sample',
        'compare with a threshold',
      ],
      [
        'AL-03',
        ['delivered', 'checked'],
        `constructs/prometheus/validate-rules.ts ${FORM}`,
        'The severity is one that people know: critical, warning, info or none',
        'choose by who must act when',
      ],
      [
        'AL-04',
        'written',
        'model/alert.ts',
        'A critical alert is a symptom, an imminent loss, or about the stack itself',
        'make a cause a warning',
      ],
      [
        'AL-05',
        ['written', 'checked'],
        `model/alert.ts ${FORM}`,
        '`for` fits the kind of alert, and is a multiple of the evaluation interval, two at least',
        "change 'for' or 'kind'",
      ],
      [
        'AL-06',
        'checked',
        FORM,
        'Where a lack of data is the condition, `for` is 5m and two scrapes at least',
        'wait longer: a restart is no absence',
      ],
      [
        'AL-08',
        'checked',
        FORM,
        'Labels are fixed texts, and none is of the series or of the server',
        'say it in the description',
      ],
      [
        'AL-09',
        'checked',
        FORM,
        'An alert has the labels that it is routed by: severity, service, team',
        'make it with defineService',
      ],
      [
        'AL-10',
        'checked',
        FORM,
        'An alert has a summary of one line, a description, and links to its runbook and its board',
        'name the thing, then explain it',
      ],
      [
        'AL-11',
        ['written', 'checked'],
        `model/service/define.ts ${TEXTS}`,
        'A text prints only labels that the expression has; a warning where some of its series lack one',
        'print a label that is kept',
      ],
      ['AL-12', 'checked', TEXTS, 'The value is printed in its unit', 'write ${value}'],
      ['AL-13', 'checked', TEXTS, 'A length of time in a text is one of the rule', 'write the constant as ${…}'],
      ['AL-14', 'checked', TEXTS, 'A label in a link is escaped', 'write {{ $labels.x | urlquery }}'],
      ['AL-15', 'checked', TEXTS, 'External labels and queries in a text exist', 'use a label that the server has'],
      [
        'AL-16',
        'checked',
        'stacks/check/alerts/runbooks.ts',
        'Every alert has its section in the runbook with the five headings, and every section an alert',
        "write '## AlertName' in runbook.md",
      ],
      ['AL-17', ['written', 'checked'], `model/service/define.ts ${PAIRS}`, 'No two rules tell the same', 'drop one'],
      [
        'AL-18',
        'checked',
        PAIRS,
        'The critical rule of a pair has the labels of its warning, and a limit beyond it',
        "write it with 'escalates'",
      ],
      [
        'AL-19',
        'checked',
        COVERAGE,
        'An alert says what a lack of its data means, and the alert that it counts on is there',
        'write coveredBy(…) or okBecause(…)',
      ],
      [
        'AL-20',
        'checked',
        COVERAGE,
        'Every scrape job, exporter and indicator has an alert that notices its silence',
        'add targetDown(…) and jobAbsent(…)',
      ],
      [
        'AL-23',
        'checked',
        ORDER,
        'Groups are evaluated every 5m at least, and no recording waits for one of another group',
        'record both in one group',
      ],
      [
        'AL-24',
        'checked',
        'stacks/check/files.ts',
        'A text in a rule file stays a text for every reader of YAML',
        'write it with yamlText',
      ],
      [
        'AL-25',
        'written',
        'model/alert.ts',
        'An alert has a firing and a quiet scenario, and a boundary case for its threshold',
        "give 'fires', 'quiet' and 'edge'",
      ],
    ]),
    ...checks('warning', [
      [
        'AL-07',
        'checked',
        FORM,
        'A page on a limit over a short window stays for a while, an hour at most',
        "give 'keepFiringFor'",
      ],
      [
        'AL-21',
        'checked',
        SIZES,
        'A limit is a share, a time or a number of events, not a size that fits one installation',
        'divide by the capacity',
      ],
      ['AL-22', 'checked', SIZES, 'A target cannot fire an alert more than 50 times at once', 'aggregate further'],
    ]),
  ]),
};

export const recordings: Family = {
  title: 'Recording rules',
  checks: byId([
    ...checks('error', [
      [
        'RR-01',
        ['written', 'checked'],
        `model/recording.ts ${NAMES}`,
        'The name is level:metric:operation in snake case, without _total',
        'make it with record(…)',
      ],
      [
        'RR-02',
        'checked',
        NAMES,
        'The level is the sorted list of the labels, or stands for it',
        'make it with record(…)',
      ],
      [
        'RR-03',
        'checked',
        NAMES,
        'The window in the name is that of the expression',
        'name the window of the expression',
      ],
      [
        'RR-04',
        ['written', 'checked'],
        `model/recording.ts ${NAMES}`,
        'The result keeps the label `job`',
        'write by (${job}, …)',
      ],
      [
        'RR-05',
        'checked',
        NAMES,
        'A recorded ratio is a quotient of aggregates, never an average of ratios',
        'aggregate, then divide',
      ],
      [
        'RR-06',
        'checked',
        ORDER,
        'A recording reads only what its group recorded before it',
        'put it behind what it reads',
      ],
      ['RR-07', 'checked', ORDER, 'Every recording is read by a rule or a board', 'drop it'],
      [
        'RR-09',
        'checked',
        NAMES,
        'Labels that are added are neither on the result nor of the server',
        'choose another name',
      ],
      ['RR-10', 'checked', ORDER, 'A recording makes 5000 series for a target at most', 'aggregate further'],
      ['RR-11', 'written', 'model/recording.ts', 'The unit of the result can be told', 'record a simpler expression'],
    ]),
    ...checks('warning', [
      [
        'RR-08',
        'checked',
        ORDER,
        'What several alerts compute from a hundred series is recorded once',
        'record it, and read the recording',
      ],
    ]),
  ]),
};

const SLO = 'model/slo/slo-checks.ts';

export const objectives: Family = {
  title: 'Objectives',
  checks: checks('error', [
    [
      'SL-01',
      'written',
      SLO,
      'Every tier can fire, and only at a burn that the budget would not survive',
      'change the objective or the tiers',
    ],
    [
      'SL-02',
      'written',
      'model/slo/events-sli.ts model/slo/contrast.ts model/slo/probe-sli.ts',
      'What is bad is a part of all',
      'narrow the bad ones by a matcher',
    ],
    ['SL-08', 'written', SLO, 'One bad event alone does not fire a tier', "give 'minBad', or expect more traffic"],
    [
      'SL-11',
      'written',
      'model/slo/latency-sli.ts',
      'The limit of a latency is one of its buckets',
      'choose a bucket that the program has',
    ],
    [
      'SL-12',
      'written',
      'model/slo/events-sli.ts',
      'What does not count is left out of both sides',
      'exclude it from all and from bad',
    ],
    [
      'SL-18',
      'delivered',
      'model/slo/bound-slo.ts',
      'The shortest window covers four scrapes',
      'scrape more often, or give longer windows',
    ],
    [
      'SL-21',
      'written',
      'model/slo/slo.ts',
      'An objective has an owner, a journey, a policy and a day of review',
      'say each in a sentence',
    ],
  ]),
};
