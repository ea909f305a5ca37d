/** A Prometheus as production has it, with every service's rules and a number of series spread evenly over the services. */
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { demoDialect, demoScript } from '../cli/demo/compile';
import { CONTENT_TYPE, pageText } from '../cli/demo/exposition';
import { Simulation } from '../cli/demo/simulation';
import { single } from '../constructs/monitoring/addresses';
import { wire } from '../constructs/monitoring/wiring';
import { prometheusProgram } from '../constructs/prometheus/program';
import type { ScrapeJob } from '../model/delivery';
import type { Service } from '../model/service';
import { services } from '../services/registry';
import { environmentNamed } from '../stacks/environments';
import { folderPlace, loopback, loopbackAddresses } from '../test/constructs/fixture';
import { closeServer } from '../test/faults/receiver';
import type { Stage } from '../test/faults/stage';
import { StagedPrometheus } from '../test/faults/staged-prometheus';
import { freePorts, writeFiles } from '../test/support/running';
import { requireTool } from '../test/support/tools';

/** A page is made anew so often, in milliseconds; all targets of a service show the same. */
const PAGE_AGE = 5000;

interface Pages {
  readonly port: number;
  /** Series of a target, by service. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Healthy traffic of every service, below `/<service>`. */
async function servePages(stage: Stage): Promise<Pages> {
  const environment = environmentNamed('prod');
  const dialectOf = (service: Service): string | undefined =>
    environment.services[service.id]?.dialect ?? demoDialect(service);
  const script = demoScript({ services, dialectOf, secretFile: () => '' });
  const pages = new Map<string, () => Promise<string>>();
  for (const service of script.services) {
    const simulation = new Simulation(service, script.seed, Date.now() / 1000);
    let [made, page] = [0, Promise.resolve('')];
    pages.set(service.id, () => {
      const now = Date.now();
      if (now - made > PAGE_AGE) {
        made = now;
        page = pageText(service.families, simulation.samples(service.standing[0] ?? '', now / 1000, {}));
      }
      return page;
    });
  }
  const server = createServer((request, response) => {
    const page = pages.get((request.url ?? '').slice(1)) ?? (() => Promise.resolve(''));
    void page().then((text) => response.setHeader('content-type', CONTENT_TYPE).end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stage.leftovers.later(() => closeServer(server));
  const sizes = new Map<string, number>();
  for (const [id, page] of pages) sizes.set(id, (await page()).match(/^[^#\n]/gm)?.length ?? 0);
  return { port: (server.address() as AddressInfo).port, sizes };
}

/** Probes are few series. */
const isNoProbe = ({ probes }: ScrapeJob): boolean => probes === undefined;

/** The server, not started. @param series - in all, about */
export async function loadedPrometheus(stage: Stage, series: number): Promise<StagedPrometheus> {
  const { port, sizes } = await servePages(stage);
  const { prometheus: own } = await freePorts('prometheus');
  const tool = requireTool('prometheus');
  const wiring = wire(environmentNamed('prod'), services, {
    ...loopbackAddresses(),
    nginx: {
      ...loopbackAddresses().nginx,
      exporter: { status: loopback(18081), discovery: [{ kind: 'static', targets: ['127.0.0.1:19113'] }] },
    },
    grafana: single(loopback(13000)),
    blackboxExporter: single(loopback(19115)),
    kubeStateMetrics: { endpoints: [loopback(18080)] },
    prometheus: { ...single(loopback(own)), replica: 'one', version: tool.version },
  });
  const watched = wiring.deliveries.filter(({ scrapeJobs: jobs }) => jobs.some(isNoProbe));
  const copied = (job: ScrapeJob, service: string): ScrapeJob => {
    const { auth: _, ...rest } = job;
    const copies = Math.max(1, Math.round(series / watched.length / Math.max(1, sizes.get(service) ?? 1)));
    const discovery = Array.from({ length: copies }, (_, i) => ({
      kind: 'static' as const,
      targets: [`127.0.0.1:${port}`],
      labels: { instance: `${service}-${i}` },
    }));
    return { ...rest, discovery, relabelings: [], scheme: 'http', metricsPath: `/${service}` };
  };
  const scrapeJobs = watched.flatMap(({ service, scrapeJobs: jobs }) =>
    jobs.filter(isNoProbe).map((job) => copied(job, service)),
  );
  const place = folderPlace(stage.folder, own);
  const program = prometheusProgram({ ...wiring.prometheus, scrapeJobs }, place);
  mkdirSync(place.dataDir, { recursive: true });
  writeFiles(program, place.configDir);
  return new StagedPrometheus(stage, { path: tool.path, args: program.args }, place);
}
