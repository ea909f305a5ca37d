/** Names of boards and panels: DB-01, DB-02, DB-07, DB-13, DB-14. */
import type { Problem } from '../../model/problem';
import type { BoardCheck, BoardView } from './view';

/** Uids and titles are each used once in all deliveries. */
export function uniqueNames(boards: readonly BoardView[]): readonly Problem[] {
  return [
    ...repeated(boards, (b) => b.file.uid).map(([uid, services]) => ({
      id: 'DB-01',
      where: 'dashboards',
      what: `uid '${uid}' is used by ${services}`,
      remedy: 'give each board its own: links lead to one of them only',
    })),
    ...repeated(boards, (b) => `${b.file.folder}: ${b.file.title}`).map(([title, services]) => ({
      id: 'DB-02',
      where: 'dashboards',
      what: `title '${title.slice(title.indexOf(': ') + 2)}' is used by ${services}`,
      remedy: 'say what tells the boards apart',
    })),
  ];
}

function repeated(boards: readonly BoardView[], key: (board: BoardView) => string): readonly [string, string][] {
  const users = new Map<string, string[]>();
  for (const board of boards) users.set(key(board), [...(users.get(key(board)) ?? []), board.service]);
  return [...users].filter(([, all]) => all.length > 1).map(([name, all]) => [name, all.sort().join(', ')]);
}

/** Address, title, description, tags and folder. */
export const named: BoardCheck = ({ model, file, where }) => {
  const { uid, title, description, tags } = model;
  const found: Problem[] = [];
  if (uid !== file.uid || !/^[a-zA-Z0-9_-]{1,40}$/.test(file.uid)) {
    const what = `uid is '${uid ?? ''}', must be '${file.uid}' of 1 to 40 letters, digits, '-' or '_'`;
    found.push({ id: 'DB-01', where, what });
  }
  const lacking = Object.entries({ title, description, folder: file.folder, tags: tags?.join() })
    .filter(([, value]) => value === undefined || value.trim() === '')
    .map(([name]) => name);
  if (lacking.length > 0) {
    found.push({ id: 'DB-02', where, what: `it has no ${lacking.join(', no ')}`, remedy: 'build it with board()' });
  }
  return found;
};

/** Every panel has a title of its own, and a description that says more than the title. */
export const described: BoardCheck = ({ panels }) => {
  const titles = panels.map((p) => p.panel.title);
  return panels.flatMap(({ panel: { title, description }, where }, i): Problem[] => {
    const found: Problem[] = [];
    if (title.trim() === '' || titles.indexOf(title) !== i) {
      found.push({ id: 'DB-07', where, what: `title '${title}' is empty or used twice`, remedy: 'name what it shows' });
    }
    if (description.length < 40 || description === title) {
      const what = `description has ${description.length} characters, must have at least 40`;
      found.push({ id: 'DB-07', where, what, remedy: 'say what is normal, and what to do when it is not' });
    }
    return found;
  });
};

/** Code is the source of truth, so that nobody may edit the copy. */
export const readOnly: BoardCheck = ({ model, where }) => {
  const faults = [
    model.editable !== false && 'it is editable',
    model.id !== undefined && "it has an 'id'",
    model.version !== undefined && "it has a 'version'",
  ].filter((fault) => fault !== false);
  return faults.map((what) => ({ id: 'DB-13', where, what, remedy: 'build it with board()' }));
};

/** Time, refresh and time zone are set, and one cursor crosses all panels. */
export const timed: BoardCheck = ({ model, where }) => {
  const faults = [
    !/^now-[1-6]h$/.test(model.time?.from ?? '') &&
      `time is from '${model.time?.from ?? ''}', must be now-1h to now-6h`,
    !/^(30s|1m|5m|15m)$/.test(model.refresh ?? '') && `refresh is '${model.refresh ?? ''}', must be 30s, 1m, 5m or 15m`,
    (model.timezone ?? '') === '' && 'timezone is not set',
    model.graphTooltip !== 1 && 'graphTooltip is not 1, the shared cursor',
    model.liveNow === true && 'liveNow is on',
  ].filter((fault) => fault !== false);
  return faults.map((what) => ({ id: 'DB-14', where, what, remedy: 'build it with board()' }));
};
