/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS, without the cost of the loader of ES modules in the measured process */
// Runs the bare program against mocks, beside pulumi-mocks.cjs.
const pulumi = require('@pulumi/pulumi');

async function run() {
  let registered = 0;
  const newResource = ({ name, inputs }) => {
    registered += 1;
    return { id: name, state: inputs };
  };
  await pulumi.runtime.setMocks({ newResource, call: ({ inputs }) => inputs }, 'vedette', 'prod');
  pulumi.runtime.setAllConfig({ 'vedette:context': 'bench' });
  require('./bare-program.cjs');
  await pulumi.runtime.disconnect();
  if (registered < 40) throw new Error(`only ${registered} resources were registered`);
}

run().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
