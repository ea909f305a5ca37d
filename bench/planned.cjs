/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS, without the cost of the loader of ES modules in the measured process */
// Prints the resources of production as a bare program takes them: a list of token, name and object.
const { join } = require('node:path');

const dist = join(__dirname, '../dist');
const { environments } = require(join(dist, 'stacks/environments'));
const { ephemeral, plan } = require(join(dist, 'stacks/plan/plan'));
const { neededSecrets, secretObject } = require(join(dist, 'stacks/secrets'));
const { synthesize } = require(join(dist, 'stacks/synth'));

/** As in the tests of the engine, no workload is awaited. */
function notAwaited(object) {
  if (!/^(DaemonSet|Deployment|Service|StatefulSet)$/.test(object.kind)) return object;
  const annotations = { ...object.metadata.annotations, 'pulumi.com/skipAwait': 'true' };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

const { objects, existing } = synthesize(environments.prod);
const secrets = neededSecrets(objects);
const valued = new Map(
  secrets.map((secret) => [secret.name, Object.fromEntries(secret.keys.map((key) => [key, 'secret']))]),
);
const planned = plan([...objects, ...secrets.map(secretObject)], { protection: ephemeral, existing });
const list = planned.map(({ token, name, object }) => {
  const stringData = object.kind === 'Secret' ? valued.get(object.metadata.name) : undefined;
  return [token, name, notAwaited(stringData === undefined ? object : { ...object, stringData })];
});
process.stdout.write(JSON.stringify(list));
