/** One number, now. */
import type { Colour, StatPanel, ValueMapping } from './grafana';
import type { Legend } from './legend';
import type { PanelDefinition } from './panel';
import { queried } from './queried';
import type { Parts, QueriedOptions } from './queried';
import type { Expr } from '../model/promql';

/** What is shown in place of a value: `{ 0: { text: 'Down', colour: 'red' } }`. */
export type Words = Readonly<Record<number, { readonly text: string; readonly colour?: Colour }>>;

export interface StatOptions extends QueriedOptions {
  readonly query: Expr;
  /** Names the value where the query gives several; by default the labels that tell them apart. */
  readonly legend?: Legend | string;
  readonly words?: Words;
}

/** `Up` and `Down` for a value that is 1 or 0. */
export const UP_DOWN: Words = { 0: { text: 'Down', colour: 'red' }, 1: { text: 'Up', colour: 'green' } };

/** One number, now; coloured by the thresholds of `alerts`. 4 columns wide, 4 rows high. */
export function stat(options: StatOptions): PanelDefinition {
  const { query, legend } = options;
  return queried(options, [{ expr: query, ...(legend !== undefined && { legend }) }], {
    mode: 'instant',
    width: 4,
    height: 4,
    build: (parts) => build(options, parts),
  });
}

function build({ words }: StatOptions, { head, targets, field, overrides }: Parts): StatPanel {
  const watched = field.thresholds.steps.length > 1 || words !== undefined;
  return {
    ...head,
    type: 'stat',
    targets,
    options: {
      colorMode: watched ? 'background' : 'value',
      graphMode: 'none',
      justifyMode: 'auto',
      orientation: 'auto',
      percentChangeColorMode: 'standard',
      showPercentChange: false,
      textMode: 'auto',
      wideLayout: true,
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    },
    fieldConfig: {
      defaults: {
        ...field,
        color: watched ? { mode: 'thresholds' } : { mode: 'fixed', fixedColor: 'text' },
        ...(words !== undefined && { mappings: mappingsOf(words) }),
      },
      overrides,
    },
  };
}

/** Grafana's value mappings of some words. */
export function mappingsOf(words: Words): readonly ValueMapping[] {
  const options = Object.fromEntries(
    Object.entries(words).map(([value, { text, colour }], index) => [
      value,
      { text, index, ...(colour !== undefined && { color: colour }) },
    ]),
  );
  return [{ type: 'value', options }];
}
