/** What alerts say: AL-11 to AL-15. */
import type { AlertingRule } from '../../../model/delivery';
import { suggestion } from '../../../model/problem';
import type { Problem } from '../../../model/problem';
import { unitOf } from '../../../model/promql/dimension';
import { durationSeconds } from '../../../model/promql/literals';
import { PromqlSyntaxError } from '../../../model/promql/syntax-error';
import { durationText } from '../../../model/quantity';
import type { Unit } from '../../../model/quantity';
import { SeriesIndex } from '../series-index';
import { expressionOf } from '../subject';
import type { JudgedRule, Subject } from '../subject';
import { isScaled, selectorsIn, valueOf, windowsIn, windowsOfNames } from '../tree';

type Alert = JudgedRule<AlertingRule>;

/** Checks every annotation of every alert. */
export function alertTexts(subject: Subject): readonly Problem[] {
  return subject.alerts.flatMap((alert) =>
    Object.entries(alert.rule.annotations).flatMap(([key, text]) => [
      ...printedLabels(alert, key, text),
      ...formatters(alert, key, text),
      ...drifted(alert, key, text),
      ...escaped(alert, key, text),
      ...externalLabels(alert, key, text, subject),
      ...queries(alert, key, text, subject),
    ]),
  );
}

/** Names after `$labels.` or `.Labels.` in the actions of a template. */
function labelsIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/(?:\$labels|\.Labels)\.([A-Za-z_]\w*)/g)].map(([, name = '']) => name))];
}

/** A label that the result cannot have renders as nothing; one that it may lack does so for some series. */
function printedLabels({ inference, root, where }: Alert, key: string, text: string): readonly Problem[] {
  const { labels, traits } = inference.of(root);
  // Choices of a board are held to the labels by X-01.
  if (traits.has('unknown') || key === 'dashboard_url') return [];
  return labelsIn(text).flatMap((name): readonly Problem[] => {
    const certainty = labels.get(name);
    if (certainty === 'guaranteed') return [];
    const known = suggestion(name, [...labels.keys()]);
    if (certainty === undefined) {
      const what = `${key} prints label '${name}', which the expression aggregates away`;
      return [{ id: 'AL-11', where, what, remedy: labels.size > 0 ? known : 'print none' }];
    }
    const what = `${key} prints label '${name}', which some of its series lack`;
    return [{ id: 'AL-11', level: 'warning', where, what, remedy: 'keep it on both sides of the expression' }];
  });
}

/** Units that a formatter of Prometheus' templates is made for. */
const FORMATTERS: Readonly<Record<string, readonly Unit[]>> = {
  humanizePercentage: ['ratio'],
  humanizeDuration: ['seconds'],
  humanize1024: ['bytes', 'bytes/second'],
  humanizeTimestamp: ['timestamp'],
};

function formatters({ inference, root, where }: Alert, key: string, text: string): readonly Problem[] {
  const printed = valueOf(root);
  const unit = unitOf(inference.of(printed).dimension);
  if (unit === undefined || isScaled(printed)) return [];
  const used = [...text.matchAll(/\$value\s*\|\s*(\w+)/g)].map(([, formatter = '']) => formatter);
  return [...new Set(used)].flatMap((formatter) => {
    const fitting = FORMATTERS[formatter];
    if (fitting === undefined || fitting.includes(unit)) return [];
    const what = `${key} prints the value with ${formatter}, and the value is in ${unit}`;
    return [{ id: 'AL-12', where, what, remedy: 'write ${value}, which follows the unit' }];
  });
}

/** A length of time that the text speaks of is one of the rule. */
function drifted({ rule, root, where }: Alert, key: string, text: string): readonly Problem[] {
  if (key.endsWith('_url')) return [];
  const own = [...windowsIn(root), ...windowsOfNames(root), rule.for?.value ?? 0, rule.keepFiringFor?.value ?? 0];
  const prose = text.replace(/\{\{.*?\}\}/g, '');
  const spoken = [...prose.matchAll(/\b(?:within|in the last|over the last|during the last|for) (\d+(?:m|h|d|w)\b)/g)];
  return spoken.flatMap(([, length = '']) => {
    if (own.includes(durationSeconds(length))) return [];
    const rules = rule.for === undefined ? '' : ` and 'for' is ${durationText(rule.for)}`;
    const what = `${key} speaks of ${length}, which is no range of the expression${rules}`;
    return [{ id: 'AL-13', where, what, remedy: 'write the constant as ${…}' }];
  });
}

function escaped({ where }: Alert, key: string, text: string): readonly Problem[] {
  if (!key.endsWith('_url')) return [];
  const bare = [...text.matchAll(/\{\{[^}]*\$labels\.(\w+)[^}]*\}\}/g)].filter(([all]) => !/\|\s*urlquery\b/.test(all));
  return bare.map(([, name = '']) => ({
    id: 'AL-14',
    where,
    what: `${key} has label '${name}' as it is, which can hold & and ?`,
    remedy: `write {{ $labels.${name} | urlquery }}`,
  }));
}

function externalLabels({ where }: Alert, key: string, text: string, { wiring }: Subject): readonly Problem[] {
  const known = Object.keys(wiring.prometheus.externalLabels);
  const asked = [...text.matchAll(/(?:\$externalLabels|\.ExternalLabels)\.(\w+)/g)].map(([, name = '']) => name);
  return asked
    .filter((name) => !known.includes(name))
    .map((name) => ({
      id: 'AL-15',
      where,
      what: `${key} prints the external label '${name}', which the server has not`,
      remedy: suggestion(name, known),
    }));
}

/** Queries in a template: `query "…"`, and `printf "…" … | query`. */
function queries({ service, where }: Alert, key: string, text: string, { index }: Subject): readonly Problem[] {
  const asked = [
    ...text.matchAll(
      /\bquery\s+(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`)|\bprintf\s+(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`)[^|}]*\|\s*query\b/g,
    ),
  ];
  return asked.flatMap(([, a, b, c, d]): readonly Problem[] => {
    const query = (a ?? b ?? c ?? d ?? '')
      .replaceAll('\\"', '"')
      .replaceAll('%q', '"x"')
      .replace(/%[svd]/g, '1');
    const fault = faultOf(query, service, isGuarded(text) ? undefined : index);
    if (fault === undefined) return [];
    return [
      { id: 'AL-15', where, what: `${key} asks a query that ${fault}`, remedy: 'correct it', excerpt: `    ${query}` },
    ];
  });
}

/** What `with` finds nothing for is left out of the text. */
const isGuarded = (text: string): boolean => /\{\{-?\s*with\b.*?\|\s*query\b/.test(text);

/** @param index - of the names that must be there; any may, when absent */
function faultOf(query: string, service: string, index: Subject['index'] | undefined): string | undefined {
  try {
    const { root } = expressionOf(query, service, index ?? new SeriesIndex());
    const lost = selectorsIn(root).find(({ name = '' }) => index?.has(name) === false);
    return lost === undefined ? undefined : `reads '${lost.name ?? ''}', which nothing exposes or records`;
  } catch (cause) {
    if (cause instanceof PromqlSyntaxError) return `does not parse: ${cause.message}`;
    throw cause;
  }
}
