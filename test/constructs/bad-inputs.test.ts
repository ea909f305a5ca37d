import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { problemText } from '../../model/problem';
import { validateEnvironment } from '../../stacks/environments';
import { alertmanager } from './bad-inputs/alertmanager';
import { NEVER_GIVEN, NOT_YET, REFUSED_ELSEWHERE } from './bad-inputs/coverage';
import { grafana } from './bad-inputs/grafana';
import { jobs } from './bad-inputs/jobs';
import { logShipper } from './bad-inputs/log-shipper';
import { notOffered } from './bad-inputs/not-offered';
import { postgresExporters } from './bad-inputs/postgres-exporters';
import { probes } from './bad-inputs/probes';
import { prometheus } from './bad-inputs/prometheus';
import { receivers } from './bad-inputs/receivers';
import { type BadInput, goodServices } from './bad-inputs/row';
import { rules } from './bad-inputs/rules';
import { signIns } from './bad-inputs/sign-in';
import { surroundings } from './bad-inputs/surroundings';
import { tasks } from './bad-inputs/tasks';
import { thanos } from './bad-inputs/thanos';
import { workloads } from './bad-inputs/workloads';
import { validEnvironment } from './fixture';

const tables: Readonly<Record<string, readonly BadInput[]>> = {
  prometheus,
  jobs,
  probes,
  alertmanager,
  receivers,
  grafana,
  logShipper,
  postgresExporters,
  signIns,
  surroundings,
  tasks,
  thanos,
  workloads,
  rules,
  'what is not offered': notOffered,
};
const message = ({ input }: BadInput): string =>
  validateEnvironment(input.environment, input.services).map(problemText).join('\n');

describe('validateEnvironment', () => {
  it('finds nothing wrong with what the rows start from', () => {
    expect(validateEnvironment(validEnvironment(), goodServices())).toEqual([]);
  });

  it('never repeats what may be a secret', () => {
    const rows = Object.values(tables).flat();
    const leaky = rows.filter(({ input }) => JSON.stringify(input.environment).includes('CANARY'));
    expect(leaky.length).toBeGreaterThan(5);
    expect(leaky.map(message).filter((text) => text.includes('CANARY'))).toEqual([]);
  });

  describe.each(Object.entries(tables))('%s', (_, rows) => {
    it.each(rows)('refuses $what (input $id)', (row) => {
      expect(message(row)).toBe(row.message);
    });
  });
});

describe('the list of bad inputs', () => {
  const COUNT = 143;
  const tabled = new Set(Object.values(tables).flatMap((rows) => rows.map(({ id }) => id)));
  const others = [REFUSED_ELSEWHERE, NEVER_GIVEN, NOT_YET].map((each) => Object.keys(each).map(Number));

  it('has every number once: in the tables, by another test, or with the reason why not', () => {
    const all = [...tabled, ...others.flat()].sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: COUNT }, (_, index) => index + 1));
  });

  it('names tests that are there', () => {
    const root = join(__dirname, '..', '..');
    const paths = [...Object.values(REFUSED_ELSEWHERE), ...Object.values(NEVER_GIVEN)];
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
