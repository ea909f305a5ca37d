/** Everything that Grafana asks Prometheus for a board: its panels' targets and its variables, with "all" chosen. */
import type { DashboardFile } from '../../model/delivery';

/** One question, and where on the board it stands. */
export interface BoardQuestion {
  /** `Board / Panel`, with the target's letter where the panel has several: `Board / Panel (B)`; or `Board / $variable`. */
  readonly place: string;
  readonly expr: string;
}

interface Panel {
  readonly title?: string;
  readonly targets?: readonly { readonly refId: string; readonly expr?: string }[];
  /** Panels of a collapsed row. */
  readonly panels?: readonly Panel[];
}

interface BoardModel {
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly templating?: { readonly list?: readonly BoardVariable[] };
}

interface BoardVariable {
  readonly name: string;
  readonly type: string;
  readonly allValue?: string;
  readonly definition?: string;
}

/** Times that Grafana fills in for a board that shows the last few minutes. */
const TIMES = { __rate_interval: '20s', __interval: '2s', __range: '5m' } as const;

/** All questions of a board. */
export function questionsOf({ model }: DashboardFile): readonly BoardQuestion[] {
  const { title, panels, templating } = model as unknown as BoardModel;
  const variables = templating?.list ?? [];
  const asked = (place: string, text: string): BoardQuestion => ({
    place: `${title} / ${place}`,
    expr: filled(text, variables).replace(/\s+/g, ' ').trim(),
  });
  return [
    ...panels
      .flatMap(withInner)
      .flatMap(({ title: panel = '', targets = [] }) =>
        targets.flatMap(({ refId, expr }) =>
          expr === undefined ? [] : [asked(targets.length === 1 ? panel : `${panel} (${refId})`, expr)],
        ),
      ),
    ...variables
      .filter(({ type }) => type === 'query')
      .map(({ name, definition = '' }) => asked(`$${name}`, valuesQuery(definition))),
  ];
}

const withInner = (panel: Panel): readonly Panel[] => [panel, ...(panel.panels ?? []).flatMap(withInner)];

/** `label_values(selector, label)` as a query. @throws Error for another form */
function valuesQuery(definition: string): string {
  const [, selector, label] = /^label_values\((.*), ?(\w+)\)$/.exec(definition) ?? [];
  if (selector === undefined || label === undefined) throw new Error(`not known here: ${definition}`);
  return `count by (${label}) (${selector})`;
}

/** @throws Error for a variable that the board does not have */
function filled(text: string, variables: readonly BoardVariable[]): string {
  return text.replace(/\$(?:(\w+)|\{(\w+)(?::\w+)?\})/g, (_, bare?: string, braced?: string) => {
    const name = bare ?? braced ?? '';
    const value = TIMES[name as keyof typeof TIMES] ?? variables.find((each) => each.name === name)?.allValue;
    if (value === undefined) throw new Error(`$${name} is no variable of the board: ${text}`);
    return value;
  });
}
