/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS, as Pulumi's own programs */
// A Pulumi program without anything of ours: registers the resources of the file BENCH_PLANNED, read as data.
const { readFileSync } = require('node:fs');
const pulumi = require('@pulumi/pulumi');

const context = new pulumi.Config().require('context');
const flags = { enableConfigMapMutable: true, enableSecretMutable: true, enableServerSideApply: true };
const provider = new pulumi.ProviderResource('kubernetes', 'bare', { context, ...flags });
const namespaces = [];
for (const [token, name, object] of JSON.parse(readFileSync(process.env.BENCH_PLANNED, 'utf8'))) {
  const isNamespace = object.kind === 'Namespace';
  const options = { provider, dependsOn: isNamespace ? [] : namespaces };
  const resource = new pulumi.CustomResource(token, name, object, options);
  if (isNamespace) namespaces.push(resource);
}
