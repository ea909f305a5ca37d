import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { VedetteError } from '../../../model/problem';
import type { Expr } from '../../../model/promql';
import { everyVersion } from '../../support/tools';
import { goodExpressions } from './good-expressions';
import { randomExpression } from './random-expressions';

/** The same expressions on every machine; another seed is as good. */
const SEED = 20_260_731;
const RUNS = 2500;

const random = fc
  .sample(randomExpression, { seed: SEED, numRuns: RUNS })
  .map(exprOrRefusal)
  .filter((expr) => expr !== undefined);
const good = Object.values(goodExpressions).map((build) => build());

describe('promql', () => {
  it('takes a good part of the random expressions, so that the rest of this file says something', () => {
    expect(random.length).toBeGreaterThan(RUNS / 10);
    expect(random.filter((expr) => expr.root.type === 'binary').length).toBeGreaterThan(RUNS / 50);
  });

  describe.each(everyVersion('promtool'))('makes text that promtool $version reads', ({ path }) => {
    it('in rules', () => {
      const texts = [...random, ...good].map((expr) => expr.text());
      expect(refusedByPromtool(path, texts)).toBe('');
    });

    it('in panels, once Grafana has filled in the variables', () => {
      const texts = [...random, ...good].map((expr) =>
        expr
          .text('panel')
          .replaceAll('$__rate_interval', '1m')
          .replaceAll('$job', 'shop')
          .replaceAll('$instance', '.+'),
      );
      expect(refusedByPromtool(path, texts)).toBe('');
    });
  });

  it('gives the same text to itself when one expression is put into another', () => {
    for (const expr of random) expect(expr.text()).toBe(expr.source.render('rule').text);
  });
});

/** undefined where a check refuses it. @throws what is no VedetteError */
function exprOrRefusal(write: () => Expr): Expr | undefined {
  try {
    return write();
  } catch (error) {
    if (error instanceof VedetteError) return undefined;
    throw error;
  }
}

/** What promtool says against the expressions, all in one rule file; empty when it takes every one. */
function refusedByPromtool(promtool: string, texts: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-expressions-'));
  try {
    const rules = texts.map((expr, i) => ({ record: `r${i}`, expr }));
    writeFileSync(join(folder, 'rules.yml'), JSON.stringify({ groups: [{ name: 'all', rules }] }));
    const args = ['check', 'rules', '--lint=none', 'rules.yml'];
    const said = execFileSync(promtool, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe', timeout: 60_000 });
    return said.includes(`${texts.length} rules found`) ? '' : said;
  } catch (error) {
    return error instanceof Error && 'stderr' in error ? String(error.stderr).slice(0, 4000) : String(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
