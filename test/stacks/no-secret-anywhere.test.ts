/**
 * No secret outside of Secrets: in no byte of what is rendered or kept in this repository, and with a value planted in
 * every Secret, in nothing that is registered, put out or printed.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterEnvironmentNames, environmentNamed, environmentNames } from '../../stacks/environments';
import { hostFiles, operatorObjects } from '../../stacks/guests';
import { manifestText } from '../../stacks/manifest';
import { leakedSecrets } from '../../stacks/plan/leaked-secret';
import type * as PulumiProgram from '../../stacks/pulumi/program';
import { neededSecrets } from '../../stacks/secrets';
import { synth } from '../../stacks/synth';
import { fileHosts, operatorHosts } from '../support/guests';
import type * as PulumiMocks from '../support/pulumi-mocks';

const ROOT = join(__dirname, '..', '..');

/** What a text gives away. */
function leaksIn(path: string, text: string): readonly string[] {
  const data = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'text' }, data: { text } };
  return leakedSecrets([data]).map(({ what }) => `${path}: ${what}`);
}

/** Everything that an environment can be rendered as, by what it is. */
function rendered(name: (typeof environmentNames)[number]): Readonly<Record<string, string>> {
  const environment = environmentNamed(name);
  const files = hostFiles(environment, { ...fileHosts, folder: '/srv/vedette' });
  return {
    standalone: manifestText(synth(environment)),
    operator: manifestText(operatorObjects(environment, operatorHosts)),
    existing: files.map(({ path, content }) => `${path}\n${content}`).join('\n'),
  };
}

it.each(environmentNames)('nothing that %s is rendered as holds a credential, in any delivery', (name) => {
  const texts = Object.entries(rendered(name));
  expect(texts.map(([, text]) => text.length > 10_000)).toEqual([true, true, true]);
  expect(texts.flatMap(([delivery, text]) => leaksIn(delivery, text))).toEqual([]);
});

it('a credential in a file among the others would be found', () => {
  const [text = ''] = Object.values(rendered('prod'));
  const url = ['https://hooks.slack.com', 'services', 'T0/B0/planted'].join('/');
  expect(leaksIn('prod', `${text}\n# ${url}\n`)).toEqual([
    'prod: data.text holds a Slack webhook, must hold no credential',
  ]);
});

/** Where credentials stand that are none: tests of what finds them, in parts or made up. */
const MADE_UP = /^(?:test\/|stacks\/plan\/leaked-secret\.ts$|package-lock\.json$)/;

it('no file that users get holds a credential: documents, examples, runbooks, golden manifests', () => {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0');
  const files = listed.filter((path) => path.startsWith('test/golden/') || !(path === '' || MADE_UP.test(path)));
  expect(files.length).toBeGreaterThan(300);
  expect(files.flatMap((path) => leaksIn(path, readFileSync(join(ROOT, path), 'utf8')))).toEqual([]);
});

describe.each(clusterEnvironmentNames)('a value planted in each Secret of %s', (name) => {
  const CANARY = 'CANARY-3f7a';

  it('is in the Secrets, marked as secret, and nowhere else', async () => {
    jest.resetModules(); // The mocks of Pulumi are global, and are for one stack.
    const { mockStack, secretValue, valueOf } = jest.requireActual<typeof PulumiMocks>('../support/pulumi-mocks');
    const { program } = jest.requireActual<typeof PulumiProgram>('../../stacks/pulumi/program');
    const printed: string[] = [];
    const catching = (chunk: unknown): boolean => printed.push(String(chunk)) > 0;
    const streams = [process.stdout, process.stderr].map((each) =>
      jest.spyOn(each, 'write').mockImplementation(catching),
    );
    try {
      const needed = neededSecrets(synth(environmentNamed(name)));
      const keys = needed.flatMap((secret) => secret.keys.map((key) => `vedette:${secret.name}/${key}`));
      const values = Object.fromEntries(keys.map((key) => [key, `${CANARY} ${key}`]));
      const stack = await mockStack(name, { 'vedette:context': 'one', ...values }, keys);
      const { outputs } = program();
      await stack.settled();
      const isSecret = ({ type }: { type: string }): boolean => type === 'kubernetes:core/v1:Secret';
      const secrets = stack.registered().filter(isSecret);
      const inSecrets = JSON.stringify(secrets.map(({ inputs }) => secretValue(inputs['stringData'])));
      expect(keys.filter((key) => !inSecrets.includes(`${CANARY} ${key}`))).toEqual([]);
      const others = stack.registered().filter((each) => !isSecret(each));
      expect(others.length).toBeGreaterThan(40);
      expect(JSON.stringify([others, await valueOf(outputs), stack.lookedFor(), printed])).not.toContain(CANARY);
    } finally {
      for (const stream of streams) stream.mockRestore();
    }
  });
});
