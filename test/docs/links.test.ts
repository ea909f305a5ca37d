/** What the documents point at is there. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { ROOT } from '../support/source-file';

const DOCUMENTS = trackedMarkdown();

/** Examples that documents show parts of; tests run them. */
const EXAMPLES = ['add-a-service/service.ts', 'alerting/environment.ts'].map((path) =>
  readFileSync(join(ROOT, 'examples', path), 'utf8'),
);

describe.each(DOCUMENTS)('%s', (path) => {
  const markdown = readFileSync(join(ROOT, path), 'utf8');

  it('links to files that exist', () => {
    const targets = [...markdown.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target = '']) => target);
    expect(targets.filter((target) => !existsSync(fileOf(path, target)))).toEqual([]);
  });

  it('shows code that stands in an example', () => {
    const blocks = [...markdown.matchAll(/```ts\n([\s\S]*?)\n```/g)].map(([, block = '']) => block);
    expect(blocks.filter((block) => !EXAMPLES.some((example) => example.includes(block)))).toEqual([]);
  });

  it('names only targets that the Makefile has', () => {
    const makefile = readFileSync(join(ROOT, 'Makefile'), 'utf8');
    const named = [...markdown.matchAll(/(?:^ {4}|`)make ([a-z-]+)/gm)].map(([, target = '']) => target);
    expect(named.filter((target) => !new RegExp(`^${target}:`, 'm').test(makefile))).toEqual([]);
  });
});

/** A runbook links to others as the proxy serves them. */
function fileOf(path: string, target: string): string {
  const [, service] = /^\/runbooks\/([a-z-]+)\.html$/.exec(target) ?? [];
  return service === undefined ? join(ROOT, dirname(path), target) : join(ROOT, 'services', service, 'runbook.md');
}

function trackedMarkdown(): readonly string[] {
  const { stdout } = spawnSync('git', ['ls-files', '*.md'], { cwd: ROOT, encoding: 'utf8' });
  // Reports of what can be imported are written by a program.
  const paths = stdout.split('\n').filter((path) => path !== '' && !path.startsWith('api/'));
  if (!paths.includes('README.md')) throw new Error('git lists no README.md: the tests need a checkout');
  return paths;
}
