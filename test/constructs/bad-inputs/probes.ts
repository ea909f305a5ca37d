/** Probes: what a blackbox exporter is asked for, and how. */
import type { ScrapeJob } from '../../../model/delivery';
import type { HttpModule, ProbeModule } from '../../../model/probe/module';
import { seconds } from '../../../model/quantity';
import { type BadInput, type Input, delivers, row, set } from './row';

const goodModule: HttpModule = {
  name: 'shop-page',
  prober: 'http',
  timeout: seconds(4),
  method: 'GET',
  statuses: [200],
  tls: false,
};
const goodJob: ScrapeJob = {
  job: 'probe-shop-page',
  discovery: [{ kind: 'static', targets: ['shop-1.example.org:8080'] }],
  scheme: 'http',
  metricsPath: '/probe',
  interval: seconds(30),
  timeout: seconds(5),
  sampleLimit: 90,
  params: { module: ['shop-page'] },
  probes: { protocol: 'TCP' },
};
const asks = (job: Partial<ScrapeJob>, ...modules: readonly ProbeModule[]): Input =>
  delivers({ scrapeJobs: [{ ...goodJob, ...job }], probeModules: modules.length === 0 ? [goodModule] : modules });
const http = (changes: object): Input => asks({}, { ...goodModule, ...changes } as ProbeModule);
const targets = (...list: string[]): Input => asks({ discovery: [{ kind: 'static', targets: list }] });
const place = 'prod/blackbox-exporter';

export const probes: readonly BadInput[] = [
  row(
    136,
    'a module that the exporter does not have',
    asks({ params: { module: ['shop-pag'] } }),
    `${place}/probe-shop-page: module is 'shop-pag', must be one that the exporter has; did you mean 'shop-page'? (allowed: shop-page)`,
  ),
  row(
    136,
    'a probe that outlasts its scrape',
    asks({ timeout: seconds(4.2) }),
    `${place}/probe-shop-page: timeout of the module is 4s, must be 0.5s shorter than the job's, 4s200ms`,
  ),
  row(
    136,
    'an unknown prober',
    http({ prober: 'htp' }),
    `${place}/shop-page: prober is 'htp', must be http, tcp or dns`,
  ),
  row(
    136,
    'a look-ahead in the text of a page',
    http({ body: 'ok(?!.)' }),
    `${place}/shop-page: body is 'ok(?!.)', must be an RE2 expression, which has no look-around and no back references`,
  ),
  row(136, 'status codes that do not exist', http({ statuses: [99, 600] }), [
    `${place}/shop-page: a status is 99, must be from 100 to 599`,
    `${place}/shop-page: a status is 600, must be from 100 to 599`,
  ]),
  row(
    136,
    'no status that is a success',
    http({ statuses: [] }),
    `${place}/shop-page: statuses is empty, must have at least one`,
  ),
  row(
    136,
    'a method in small letters',
    http({ method: 'get' }),
    `${place}/shop-page: method is 'get', must be GET, HEAD, POST`,
  ),
  row(
    136,
    'a key in a header',
    http({ headers: { 'X-API-Key': 'CANARY' } }),
    `${place}/shop-page: header 'X-API-Key' stands in clear, must be a secret; give the probe 'auth'`,
  ),
  row(
    136,
    'a name with a space',
    asks({}, goodModule, {
      name: 'shop-name',
      prober: 'dns',
      timeout: seconds(2),
      query: 'shop example',
      recordType: 'A',
    }),
    `${place}/shop-name: query is 'shop example', must be a name that can be asked`,
  ),
  row(
    136,
    'a module twice',
    asks({}, goodModule, goodModule),
    `${place}: module 'shop-page' is defined twice, must be one: a job asks for it by name`,
  ),
  row(
    136,
    "the cloud's metadata service as a target",
    targets('169.254.169.254:80'),
    `${place}/probe-shop-page: target is '169.254.169.254:80', must be no address of the cloud's metadata service`,
  ),
  row(
    136,
    'a target with a scheme',
    targets('http://shop-1.example.org/health'),
    "prod/prometheus/probe-shop-page: target is 'http://shop-1.example.org/health', must be host:port; scheme and path are the job's",
  ),
  row(
    136,
    'a probe without a list of targets',
    set('services.shop', { discovery: [], probes: { page: 'shop-1.example.org:80' } }),
    "prod: services.shop.probes.page is 'shop-1.example.org:80', must be a list",
  ),
  row(
    136,
    'an authority by its path',
    set('blackboxExporter.authority', '/etc/CANARY.crt'),
    "prod: blackboxExporter.authority is no reference, must be the name of a secret: { secret: 'NAME', key: 'KEY' }",
  ),
];
