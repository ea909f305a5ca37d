import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploy, type DeployHost, type DeployOptions } from '../../cli/deploy';

const PROVIDER = (
  JSON.parse(readFileSync(require.resolve('@pulumi/kubernetes/package.json'), 'utf8')) as { version: string }
).version;

const GOOD_STACK = `
encryptionsalt: v1:abc
config:
  vedette:context: mainnet-admin
  vedette:existingSecrets: [made-elsewhere]
  vedette:grafana/admin-password:
    secure: v1:xyz
`;

/** Answers of the programs on the path, by their arguments up to the first option; each is a shell command. */
interface Machine {
  pulumi?: Record<string, string>;
  kubectl?: Record<string, string>;
  languageHost: boolean;
  built: boolean;
  stackFile?: string;
  env: Record<string, string>;
}

const goodMachine = (): Machine => ({
  pulumi: {
    version: 'echo v3.230.1',
    'plugin ls': `echo '[{"name":"kubernetes","kind":"resource","version":"${PROVIDER}"}]'`,
    whoami: 'echo operator',
    'stack ls': `echo '[{"name":"acme/vedette/prod"},{"name":"dev"}]'`,
    up: 'true',
    preview: 'true',
  },
  kubectl: {
    'config get-contexts': 'printf "kind\\nmainnet-admin\\n"',
    get: 'echo ok',
    auth: 'echo yes',
  },
  languageHost: true,
  built: true,
  stackFile: GOOD_STACK,
  env: { PULUMI_CONFIG_PASSPHRASE: 'not shown' },
});

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'deploy-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeProgram(name: string, script: string): void {
  const path = join(folder, 'bin', name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

/** A program that appends its arguments to `<name>.log` and answers by its leading words. */
function fake(name: string, answers: Record<string, string>): void {
  const cases = Object.entries(answers).map(([words, answer]) => `  "${words} "*) ${answer};;`);
  writeProgram(
    name,
    [
      `echo "$*" >> "${join(folder, `${name}.log`)}"`,
      // Options of the whole program come first in some calls; the answer depends on the words alone.
      `words=""; skip=""; for word in "$@"; do case "$word" in --context) skip=1;; -*) ;; *)`,
      `  if [ -n "$skip" ]; then skip=""; else words="$words$word "; fi;; esac; done`,
      'case "$words" in',
      ...cases,
      '  *) echo "error: unexpected call: $*" >&2; exit 64;;',
      'esac',
    ].join('\n'),
  );
}

function calls(name: string): string[] {
  return readFileSync(join(folder, `${name}.log`), 'utf8')
    .trim()
    .split('\n');
}

async function run(machine: Machine, options: DeployOptions = {}, environment = 'prod') {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'project', 'stacks', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'project', 'Pulumi.yaml'), 'name: vedette\nmain: dist/index.js\n');
  if (machine.built) {
    mkdirSync(join(folder, 'project', 'dist'));
    writeFileSync(join(folder, 'project', 'dist', 'index.js'), '');
  }
  if (machine.stackFile !== undefined) {
    writeFileSync(join(folder, 'project', 'stacks', `Pulumi.${environment}.yaml`), machine.stackFile);
  }
  if (machine.pulumi !== undefined) fake('pulumi', machine.pulumi);
  if (machine.kubectl !== undefined) fake('kubectl', machine.kubectl);
  if (machine.languageHost) writeProgram('pulumi-language-nodejs', '');
  const said = { out: '', err: '' };
  const host: DeployHost = {
    cwd: join(folder, 'project', 'stacks', 'deep'),
    env: { PATH: join(folder, 'bin'), HOME: folder, ...machine.env },
    environments: ['dev', 'prod'],
    neededSecrets: () => [
      { namespace: 'monitoring', name: 'grafana', keys: ['admin-password'], user: 'Deployment monitoring/grafana' },
      { namespace: 'monitoring', name: 'made-elsewhere', keys: [], user: 'Deployment monitoring/nginx' },
    ],
    out: (text) => (said.out += `${text}\n`),
    err: (text) => (said.err += `${text}\n`),
  };
  return { code: await deploy(environment, options, host), ...said };
}

describe('deploy', () => {
  it('runs pulumi up, when nothing is missing', async () => {
    const { code, err } = await run(goodMachine());
    expect({ code, err }).toStrictEqual({ code: 0, err: 'deploy prod: all 12 checks passed\n' });
    expect(calls('pulumi').at(-1)).toBe('up --stack prod');
  });

  it('does not ask for confirmation, when told so', async () => {
    await run(goodMachine(), { yes: true });
    expect(calls('pulumi').at(-1)).toBe('up --stack prod --yes');
  });

  it('shows the difference and changes nothing, when asked for a preview', async () => {
    const { code } = await run(goodMachine(), { preview: true, yes: true });
    expect(code).toBe(0);
    expect(calls('pulumi').at(-1)).toBe('preview --stack prod --diff');
  });

  it('hands JSON through, and says nothing of its own', async () => {
    const { code, out, err } = await run(goodMachine(), { json: true, preview: true });
    expect({ code, out, err }).toStrictEqual({ code: 0, out: '', err: '' });
    expect(calls('pulumi').at(-1)).toBe('preview --stack prod --json');
  });

  it("ends with 1, when pulumi up fails, whatever pulumi's own code", async () => {
    const machine = goodMachine();
    machine.pulumi = { ...machine.pulumi, up: 'exit 255' };
    expect((await run(machine)).code).toBe(1);
  });

  it('reports everything that is missing on an empty machine, and what could not be asked', async () => {
    const { code, err } = await run({ languageHost: false, built: false, env: {} });
    expect(err).toBe(
      [
        'deploy prod: 6 things are missing, nothing was deployed',
        '  program: dist/index.js is not built',
        '      npm run build',
        '  pulumi: is not on the PATH',
        '      curl -fsSL https://get.pulumi.com | sh  (other ways: https://www.pulumi.com/docs/install/)',
        "  configuration: 'context' is not set, must be the kubeconfig context of the cluster",
        '      kubectl config get-contexts, then: pulumi config set context NAME --stack prod',
        "  configuration: 'grafana/admin-password' is not set, must be a secret (read by Deployment monitoring/grafana)",
        '      pulumi config set --secret grafana/admin-password --stack prod',
        '  configuration: Secret monitoring/made-elsewhere is used whole by Deployment monitoring/nginx, must be made by somebody else',
        "      make it, then: pulumi config set --path 'existingSecrets[0]' made-elsewhere --stack prod",
        '  kubectl: is not on the PATH',
        '      install it: https://kubernetes.io/docs/tasks/tools/#kubectl',
        '  language host: not checked, needs pulumi',
        '  kubernetes provider: not checked, needs pulumi',
        '  backend: not checked, needs pulumi',
        '  stack: not checked, needs backend',
        '  context: not checked, needs kubectl and configuration',
        '  cluster: not checked, needs context',
        '  permissions: not checked, needs cluster',
        '',
      ].join('\n'),
    );
    expect(code).toBe(3);
  });

  it('reports everything that an installed machine can lack, together', async () => {
    const machine = goodMachine();
    machine.env = {};
    machine.pulumi = { version: 'echo v3.99.0' };
    machine.kubectl = { 'config get-contexts': 'echo kind' };
    machine.stackFile = GOOD_STACK.replace('secure: v1:xyz', '').replace('admin-password:', 'admin-password: hunter2');
    const { code, err } = await run(machine);
    expect(err).toBe(
      [
        'deploy prod: 4 things are missing, nothing was deployed',
        '  pulumi: is 3.99.0, must be at least 3.220.0',
        '      curl -fsSL https://get.pulumi.com | sh  (other ways: https://www.pulumi.com/docs/install/)',
        '  passphrase: neither PULUMI_CONFIG_PASSPHRASE nor PULUMI_CONFIG_PASSPHRASE_FILE is set',
        "      export PULUMI_CONFIG_PASSPHRASE_FILE=FILE, a file with the passphrase of stack 'prod'",
        "  configuration: 'grafana/admin-password' is plain text, must be encrypted (read by Deployment monitoring/grafana)",
        '      pulumi config set --secret grafana/admin-password --stack prod',
        "  context: 'mainnet-admin' is not in the kubeconfig (there: kind)",
        '      set KUBECONFIG, or: pulumi config set context NAME --stack prod',
        '  language host: not checked, needs pulumi',
        '  kubernetes provider: not checked, needs pulumi',
        '  backend: not checked, needs pulumi',
        '  stack: not checked, needs backend',
        '  cluster: not checked, needs context',
        '  permissions: not checked, needs cluster',
        '',
      ].join('\n'),
    );
    expect(code).toBe(3);
  });

  it('reports what Pulumi lacks once it is installed, without the credentials of the backend', async () => {
    const machine = goodMachine();
    machine.languageHost = false;
    machine.env = { PULUMI_BACKEND_URL: 's3://user:CANARY@state', PULUMI_CONFIG_PASSPHRASE_FILE: '/nowhere' };
    machine.pulumi = {
      ...machine.pulumi,
      'plugin ls': `echo '[{"name":"kubernetes","kind":"resource","version":"4.1.0"}]'`,
      whoami: 'echo "error: no bucket s3://user:CANARY@state" >&2; exit 1',
    };
    const { code, err } = await run(machine);
    expect(err).toBe(
      [
        'deploy prod: 4 things are missing, nothing was deployed',
        '  language host: pulumi-language-nodejs is neither on the PATH nor beside pulumi',
        '      curl -fsSL https://get.pulumi.com | sh  (other ways: https://www.pulumi.com/docs/install/)',
        `  kubernetes provider: is installed at 4.1.0 only, must be ${PROVIDER} (the version of @pulumi/kubernetes)`,
        `      pulumi plugin install resource kubernetes ${PROVIDER}`,
        '  backend: s3://state does not answer (no bucket s3://state)',
        '      pulumi login, or set PULUMI_BACKEND_URL: s3://BUCKET, gs://BUCKET, azblob://CONTAINER, file:///DIR',
        "  passphrase: PULUMI_CONFIG_PASSPHRASE_FILE is '/nowhere', which cannot be read",
        "      export PULUMI_CONFIG_PASSPHRASE_FILE=FILE, a file with the passphrase of stack 'prod'",
        '  stack: not checked, needs backend',
        '',
      ].join('\n'),
    );
    expect(code).toBe(3);
  });

  it('reports a stack that does not exist', async () => {
    const machine = goodMachine();
    machine.pulumi = { ...machine.pulumi, 'stack ls': 'echo []' };
    const { err } = await run(machine);
    expect(err).toBe(
      [
        'deploy prod: 1 thing is missing, nothing was deployed',
        "  stack: 'prod' does not exist",
        '      pulumi stack init prod',
        '',
      ].join('\n'),
    );
  });

  it('reports a cluster that does not answer, and asks it nothing more', async () => {
    const machine = goodMachine();
    machine.kubectl = { ...machine.kubectl, get: 'echo "error: connection refused" >&2; exit 1' };
    const { code, err } = await run(machine);
    expect(err).toBe(
      [
        'deploy prod: 1 thing is missing, nothing was deployed',
        "  cluster: of context 'mainnet-admin' does not answer (connection refused)",
        '      check network, VPN and credentials: kubectl --context mainnet-admin cluster-info',
        '  permissions: not checked, needs cluster',
        '',
      ].join('\n'),
    );
    expect(code).toBe(3);
  });

  it('reports the rights that the context lacks', async () => {
    const machine = goodMachine();
    machine.kubectl = { 'auth can-i create namespaces': 'echo no; exit 1', ...machine.kubectl };
    const { err } = await run(machine);
    expect(err).toBe(
      [
        'deploy prod: 1 thing is missing, nothing was deployed',
        "  permissions: context 'mainnet-admin' may not create namespaces",
        '      ask the cluster administrator for these rights, or use a context that has them',
        '',
      ].join('\n'),
    );
  });

  it('needs no passphrase, when another provider keeps the secrets', async () => {
    const machine = goodMachine();
    machine.env = {};
    machine.stackFile = GOOD_STACK.replace('encryptionsalt: v1:abc', 'secretsprovider: awskms://alias/vedette');
    expect((await run(machine)).code).toBe(0);
  });

  it('gives findings as JSON, when asked', async () => {
    const machine = goodMachine();
    machine.pulumi = { ...machine.pulumi, 'stack ls': 'echo []' };
    const { code, out, err } = await run(machine, { json: true, yes: true });
    expect({ code, err }).toStrictEqual({ code: 3, err: '' });
    const { environment, ready, findings } = JSON.parse(out) as Record<string, unknown>;
    expect({ environment, ready }).toStrictEqual({ environment: 'prod', ready: false });
    expect(findings).toContainEqual({
      name: 'stack',
      finding: { state: 'missing', faults: [{ what: "'prod' does not exist", remedy: 'pulumi stack init prod' }] },
    });
  });

  it('refuses an environment that is not on a cluster', async () => {
    const { code, err } = await run(goodMachine(), {}, 'prdo');
    expect({ code, err }).toStrictEqual({
      code: 2,
      err: "deploy: 'prdo' is no environment on a cluster; did you mean 'prod'? (allowed: dev, prod)\n",
    });
  });

  it('refuses JSON without a decision, because nobody could be asked', async () => {
    const { code, err } = await run(goodMachine(), { json: true });
    expect({ code, err }).toStrictEqual({
      code: 2,
      err: 'deploy: --json cannot ask for confirmation; add --yes or --preview\n',
    });
  });
});
