/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS, without the cost of the loader of ES modules in the measured process */
// Runs the Pulumi program of production against mocks, from start to the last registered resource.
const { join } = require('node:path');
const pulumi = require('@pulumi/pulumi');

const dist = join(__dirname, '../dist');
const { environments } = require(join(dist, 'stacks/environments'));
const { program } = require(join(dist, 'stacks/pulumi/program'));
const { neededSecrets } = require(join(dist, 'stacks/secrets'));
const { synthesize } = require(join(dist, 'stacks/synth'));

async function run() {
  let registered = 0;
  const newResource = ({ name, inputs }) => {
    registered += 1;
    return { id: name, state: inputs };
  };
  await pulumi.runtime.setMocks({ newResource, call: ({ inputs }) => inputs }, 'vedette', 'prod');
  const environment = environments.prod;
  const synthesis = synthesize(environment);
  const secrets = neededSecrets(synthesis.objects).flatMap(({ name, keys }) => keys.map((key) => `${name}/${key}`));
  const keys = secrets.map((key) => `vedette:${key}`);
  process.env.PULUMI_CONFIG_SECRET_KEYS = JSON.stringify(keys);
  const values = Object.fromEntries(keys.map((key) => [key, 'secret']));
  pulumi.runtime.setAllConfig({ 'vedette:context': 'bench', ...values }, keys);
  program(() => ({ environment, ...synthesis }));
  await pulumi.runtime.disconnect();
  if (registered < synthesis.objects.length) throw new Error(`only ${registered} resources were registered`);
}

run().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
