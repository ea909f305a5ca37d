/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS, without the cost of the loader of ES modules in the measured process */
// Renders production with N copies of a service, each defined anew as another service would be: node synth-copies.cjs 50
// They have neither probes nor a dialect: with both, the jobs of 240 services fill the ConfigMap of one Prometheus.
const { join, sep } = require('node:path');

const dist = join(__dirname, '../dist');
const { environments } = require(join(dist, 'stacks/environments'));
const { manifestText } = require(join(dist, 'stacks/manifest'));
const { synthesize } = require(join(dist, 'stacks/synth'));

const folder = join(dist, 'services', 'rstmdb') + sep;

/** The service, defined once more: its modules are evaluated anew, so that every expression is parsed again. */
function definedAnew() {
  for (const path of Object.keys(require.cache)) if (path.startsWith(folder)) delete require.cache[path];
  // Else every former copy would stay in memory as a child of this module.
  module.children.length = 0;
  return require(join(folder, 'index')).rstmdb;
}

/** A copy with a name of its own wherever the service's name stands: jobs, groups, rules, alerts, dashboards. */
function copy(index) {
  const service = definedAnew();
  const id = `rstmdb${index}`;
  const renamed = (value) =>
    JSON.parse(JSON.stringify(value).replaceAll('rstmdb', id).replaceAll('Rstmdb', `Rstmdb${index}`));
  return {
    id,
    title: `${service.title} ${index}`,
    deliver: (context) => {
      const delivery = service.deliver(context);
      return renamed({ ...delivery, scrapeJobs: delivery.scrapeJobs.filter(({ job }) => !job.startsWith('probe-')) });
    },
  };
}

const count = Number(process.argv[2]);
const copies = Array.from({ length: count }, (_, index) => copy(index));
const { prod } = environments;
const services = Object.fromEntries(copies.map(({ id }) => [id, { discovery: prod.services.rstmdb.discovery }]));
const { objects } = synthesize({ ...prod, services }, { services: copies, runbooks: [] });
process.stdout.write(manifestText(objects));
