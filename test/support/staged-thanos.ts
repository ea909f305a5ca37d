/** Prometheus with Thanos as processes on loopback: rendered arguments, with only places and times changed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Wiring } from '../../constructs/monitoring/settings';
import { wire } from '../../constructs/monitoring/wiring';
import type { Endpoint, Place, Program } from '../../constructs/program';
import { prometheusProgram } from '../../constructs/prometheus/program';
import { UPLOADED_FILE, sidecarProgram } from '../../constructs/thanos/program';
import { seconds } from '../../model/quantity';
import { folderPlace, loopback, loopbackAddresses, shop, watchdog } from '../constructs/fixture';
import { longTermEnvironment } from '../constructs/thanos/fixture';
import { outputOf } from './command';
import { type Cleanup, type Running, freePorts, writeFiles } from './running';
import { requireTool } from './tools';
import type { Tool } from '../../cli/tools';
import { until } from './wait';

/** A part that runs. */
export interface Part extends Running {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  readonly grpc: Endpoint;
}

/** A Prometheus and its sidecar. */
export interface Replica {
  /** With the sub-path. */
  readonly url: string;
  readonly server: Running;
  readonly sidecar: Part;
}

export interface ReplicaOptions {
  readonly name: string;
  /** `host:port` of what is scraped. */
  readonly target: string;
  /** Content of the file that says where the bucket is. */
  readonly bucket: string;
  /** Samples in OpenMetrics text, of which blocks are made before it starts. */
  readonly past?: string;
  readonly prometheus?: Tool;
}

/** A bucket that is a folder. https://thanos.io/tip/thanos/storage.md/#filesystem */
export const folderBucket = (directory: string): string =>
  JSON.stringify({ type: 'FILESYSTEM', config: { directory } });

/** Here are no names to ask of DNS. */
export function byAddress(program: Program): Program {
  return {
    ...program,
    files: program.files.map((file) => ({ ...file, content: file.content.replaceAll('dns+', '') })),
  };
}

export class StagedThanos {
  /**
   * @param program path of thanos
   * @param root a folder of the test's own
   */
  constructor(
    private readonly program: string,
    private readonly root: string,
    private readonly cleanup: Cleanup,
  ) {}

  /** What the programs are told, where the replica has that name and listens there, and Query asks those. */
  wiring(
    replica: string,
    target: string,
    prometheus: Endpoint,
    stores: readonly Endpoint[],
    version = 'v3.15.0',
  ): Wiring {
    const often = { scrapeInterval: seconds(1), scrapeTimeout: seconds(1), evaluationInterval: seconds(1) };
    const services = { shop: { discovery: [{ kind: 'static' as const, targets: [target] }] } };
    const none = { sidecar: [], query: [], store: [], compactor: [] };
    return wire(longTermEnvironment({ ...often, services }), [shop(), watchdog()], {
      ...loopbackAddresses(),
      prometheus: { endpoint: prometheus, instances: [prometheus], replica, version },
      thanos: { prometheus, stores, query: loopback(1), discovery: none },
    });
  }

  /** Starts a Prometheus and its sidecar, and waits until both are ready. */
  async replica({
    name,
    target,
    bucket,
    past,
    prometheus = requireTool('prometheus'),
  }: ReplicaOptions): Promise<Replica> {
    const { web } = await freePorts('web');
    const wiring = this.wiring(name, target, loopback(web), [], `v${prometheus.version}`);
    const place = folderPlace(join(this.root, name), web);
    const program = prometheusProgram(wiring.prometheus, place);
    writeFiles(program, place.configDir);
    mkdirSync(place.dataDir, { recursive: true });
    if (past !== undefined) await writeBlocks(past, place);
    const server = await this.cleanup.start(prometheus.path, program.args, web);
    const url = `http://127.0.0.1:${web}/prometheus`;
    await until(`Prometheus ${name} to be ready`, 30, async () => (await fetch(`${url}/-/ready`)).ok);
    if (wiring.thanos === undefined) throw new Error('Thanos is not wired');
    const { sidecar: settings } = wiring.thanos;
    const sidecar = await this.part(place, bucket, (at, grpc) => sidecarProgram(settings, at, grpc));
    return { url, server, sidecar };
  }

  /** Starts a part in a place, and waits until it is ready. */
  async part(
    place: Place,
    bucket: string,
    render: (place: Place, grpcPort: number) => Program,
    more: readonly string[] = [],
  ): Promise<Part> {
    const { http, grpc } = await freePorts('http', 'grpc');
    const program = render({ ...place, listen: loopback(http) }, grpc);
    writeFiles(program, place.configDir);
    mkdirSync(place.dataDir, { recursive: true });
    for (const arg of program.args) {
      const path = /^--objstore\.config-file=(.*)$/.exec(arg)?.[1];
      if (path === undefined) continue;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bucket);
    }
    const running = await this.cleanup.start(this.program, [...program.args, ...more], http);
    const url = `http://127.0.0.1:${http}`;
    await until(`${program.component} to be ready`, 30, async () => (await fetch(`${url}/-/ready`)).ok).catch(
      (error: unknown) => {
        throw new Error(`${String(error)}\n${running.output()}`);
      },
    );
    return { ...running, url, grpc: loopback(grpc) };
  }
}

/**
 * Blocks of two hours, as Prometheus itself makes them, and the file that a sidecar writes when it first runs, before
 * there is a block. Where that file is missing, Prometheus compacts as if it had been told nothing.
 */
async function writeBlocks(past: string, { dataDir }: Place): Promise<void> {
  const file = `${dataDir}.om`;
  writeFileSync(file, past);
  const { path } = requireTool('promtool');
  await outputOf(path, ['tsdb', 'create-blocks-from', 'openmetrics', file, dataDir], { seconds: 60 });
  writeFileSync(join(dataDir, UPLOADED_FILE), JSON.stringify({ version: 1, uploaded: null }));
}

/** The sum of a part's own metric over its series; NaN where it has none. */
export async function metric(part: Pick<Part, 'url'>, name: string): Promise<number> {
  const text = await (await fetch(`${part.url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  if (lines.length === 0) return Number.NaN;
  return lines.map((line) => Number(line.slice(line.lastIndexOf(' ')))).reduce((sum, each) => sum + each, 0);
}
