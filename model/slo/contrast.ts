/** Made-up series that a wide selector selects and a narrow one does not. */
import type { Matcher } from '../label';
import type { Selector } from '../metric';
import { VedetteError } from '../problem';
import { accepts } from '../promql/rules/matchers';
import type { ScenarioSeries } from '../scenario';

/**
 * Like `failing`, but with a label value that only the wide selector lets pass.
 * @throws VedetteError where no value of any label can be told
 */
export function contrast(wide: Selector, narrow: Selector, failing: ScenarioSeries): ScenarioSeries {
  const names = [...new Set(narrow.matchers.map(({ label }) => label))];
  for (const name of names) {
    const of = (selector: Selector): readonly Matcher[] => selector.matchers.filter(({ label }) => label === name);
    const literals = [...of(narrow), ...of(wide)].flatMap(({ literals: found = [] }) => found);
    const candidates = [...(narrow.series.labels[name]?.values ?? []), ...literals, `some-${name}`];
    const value = candidates.find(
      (candidate) =>
        of(wide).every((matcher) => accepts(matcher, candidate)) &&
        !of(narrow).every((matcher) => accepts(matcher, candidate)),
    );
    if (value !== undefined) return { ...failing, labels: { ...failing.labels, [name]: value } };
  }
  const what = `no series of '${narrow.series.name}' counts as good: the bad ones are all there are`;
  throw new VedetteError([{ id: 'SL-02', where: 'sli', what, remedy: "narrow 'bad'" }]);
}
