/** Words on a board. */
import { Problems } from '../model/problem';
import type { NotePanel } from './grafana';
import { checkOptions } from './panel';
import type { PanelDefinition, PanelOptions } from './panel';

export interface NoteOptions extends Omit<PanelOptions, 'alerts'> {
  /** Markdown. */
  readonly content: string;
}

/** Words on a board, in Markdown. 24 columns wide, 4 rows high. */
export function note(options: NoteOptions): PanelDefinition {
  const problems = new Problems();
  checkOptions(options, problems);
  const { title, width = 24, height = 4 } = options;
  const panel = notePanel(options);
  return { title, width, height, exprs: [], problems: problems.found, draw: () => ({ panel, omissions: [] }) };
}

export function notePanel({ title, description, content }: NoteOptions): NotePanel {
  return {
    type: 'text',
    title,
    description,
    options: { mode: 'markdown', content },
    fieldConfig: { defaults: {}, overrides: [] },
  };
}
