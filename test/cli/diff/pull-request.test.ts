/** What a pull request is told: the script of the workflow, with programs that play vedette and gh. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { testFolder } from '../../support/folder';
import { ROOT } from '../../support/source-file';

const folder = testFolder();
const [calls, posted, summary] = ['calls', 'posted', 'summary'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];

/** Each call of a program, in a line. */
const called = (): readonly string[] => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []);

function program(path: string, ...lines: readonly string[]): void {
  writeFileSync(path, ['#!/usr/bin/env bash', `echo "$(basename "$0") $*" >>${calls}`, ...lines].join('\n'));
  chmodSync(path, 0o755);
}

interface Played {
  /** What `vedette diff` ends with. */
  readonly difference?: number;
  /** What it writes. */
  readonly markdown?: string;
  /** The comment of an earlier run. */
  readonly comment?: string;
  /** What `gh` ends with. */
  readonly gh?: number;
}

function play({
  difference = 0,
  markdown = '<!-- vedette diff -->\n\n### Monitoring: 1 change',
  comment = '',
  gh = 0,
}: Played): void {
  for (const path of [calls, posted, summary]) rmSync(path, { force: true });
  mkdirSync(join(folder, 'bin'), { recursive: true });
  // `node dist/cli/main.js` is what the script calls.
  const diff = `[ "$2" = diff ] && { printf '%s\\n' '${markdown}'; exit ${difference}; }`;
  program(join(folder, 'bin/node'), diff, `echo "preview of $3 in $(cat "$KUBECONFIG")"; [ "$3" != prod ]`);
  const body = `for word; do case $word in body=@*) cp "\${word#body=@}" ${posted};; esac; done`;
  program(join(folder, 'bin/gh'), body, `[[ " $* " != *" --jq "* ]] || echo '${comment}'`, `exit ${gh}`);
}

function run(variables: Readonly<Record<string, string>> = {}): { status: number | null; stderr: string } {
  const env = {
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
    ...{ GITHUB_REPOSITORY: 'o/r', PULL_REQUEST: '7', GITHUB_STEP_SUMMARY: summary },
    ...variables,
  };
  const { status, stderr } = spawnSync(join(ROOT, 'tools/pull-request.sh'), ['HEAD^1'], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status, stderr };
}

it('comments once, and keeps the summary', () => {
  play({});
  expect(run()).toEqual({ status: 0, stderr: '' });
  expect(called()).toEqual([
    'node dist/cli/main.js diff HEAD^1 --markdown',
    expect.stringMatching(/^gh api --paginate repos\/o\/r\/issues\/7\/comments --jq /),
    expect.stringMatching(/^gh api --silent --method POST repos\/o\/r\/issues\/7\/comments --field body=@/),
  ]);
  expect(readFileSync(posted, 'utf8')).toBe('<!-- vedette diff -->\n\n### Monitoring: 1 change\n');
  expect(readFileSync(summary, 'utf8')).toBe(readFileSync(posted, 'utf8'));
});

it('edits the comment that it wrote before', () => {
  play({ comment: '42' });
  expect(run().status).toBe(0);
  expect(called().at(-1)).toMatch(/^gh api --silent --method PATCH repos\/o\/r\/issues\/comments\/42 --field body=@/);
});

it('ends as the gate ends, and comments all the same', () => {
  play({ difference: 4 });
  expect(run().status).toBe(4);
  expect(existsSync(posted)).toBe(true);
});

it('takes from the description which alerts may go, and nothing else', () => {
  play({});
  const description =
    'Hello\r\nRemoves-critical-alert: RstmdbDown\r\nRemoves-critical-alert: A; touch x\r\nRemoves-critical-alert: NodeDown';
  expect(run({ DESCRIPTION: description }).status).toBe(0);
  expect(called()[0]).toBe('node dist/cli/main.js diff HEAD^1 --markdown --allow-removed-critical RstmdbDown NodeDown');
});

it('writes the summary where it may not comment', () => {
  play({ gh: 1 });
  expect(run()).toEqual({ status: 0, stderr: 'the comment could not be written; the summary of this run has it\n' });
  expect(readFileSync(summary, 'utf8')).toContain('Monitoring: 1 change');
});

it('says nothing when there is no difference to tell, for it did not build', () => {
  play({ difference: 1, markdown: '' });
  program(join(folder, 'bin/node'), 'echo "vedette: building HEAD^1 failed" >&2; exit 1');
  expect(run()).toEqual({ status: 1, stderr: 'vedette: building HEAD^1 failed\n' });
  expect(existsSync(posted)).toBe(false);
});

it('adds what Pulumi would do where there are secrets, and fails where a preview fails', () => {
  play({});
  expect(run({ PULUMI_ACCESS_TOKEN: 'token', KUBECONFIG_DATA: 'clusters' }).status).toBe(1);
  const details = (name: string, text = ''): string =>
    `\n<details><summary>pulumi preview of ${name}${text}</summary>\n\n\`\`\`\npreview of ${name} in clusters\n\n\`\`\`\n\n</details>\n`;
  expect(readFileSync(posted, 'utf8')).toBe(
    `<!-- vedette diff -->\n\n### Monitoring: 1 change\n${details('dev')}${details('staging')}${details('prod', ': failed')}`,
  );
});

it('runs for pull requests as their authors may: no secrets for forks, no rights but to comment', () => {
  const text = readFileSync(join(ROOT, '.github/workflows/pull-request.yml'), 'utf8');
  const { on, permissions, jobs } = parse(text) as {
    readonly on: object;
    readonly permissions: object;
    readonly jobs: Readonly<
      Record<
        string,
        { readonly steps: readonly { readonly run?: string; readonly uses?: string; readonly with?: object }[] }
      >
    >;
  };
  expect(on).toEqual({ pull_request: { types: ['opened', 'synchronize', 'reopened', 'edited'] } });
  expect(permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
  const steps = jobs['difference']?.steps ?? [];
  expect(steps.find(({ uses }) => uses?.startsWith('actions/checkout') === true)?.with).toEqual({
    'fetch-depth': 2,
    'persist-credentials': false,
  });
  expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['make build', 'tools/pull-request.sh HEAD^1']);
});
