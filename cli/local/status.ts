/** `vedette status`: what of the local stack runs, and how it does. */
import type { Environment } from '../../constructs/monitoring/environment';
import { below } from '../../constructs/sub-path';
import { demoFiles, readIncidents } from '../demo/incident-file';
import { fetchLocal, isReady } from './health';
import { LOOPBACK } from './ports';
import type { StateDir } from './state';
import { runningStatus } from './supervisor-control';

/** One component. */
export interface ComponentHealth {
  readonly name: string;
  readonly state: 'ready' | 'not ready' | 'waiting' | 'held';
  readonly pid?: number;
  /** Since it was last started on purpose. */
  readonly restarts: number;
  readonly lastEnd?: string;
  readonly log: string;
}

/** The whole stack; `components` is empty when it is not up. */
export interface LocalHealth {
  readonly components: readonly ComponentHealth[];
  /** Scrape targets; absent when Prometheus does not answer. */
  readonly targets?: { readonly up: number; readonly all: number };
  /** Names of the alerts that fire, Watchdog among them. */
  readonly firing?: readonly string[];
  /** What the demo was told to break: `rstmdb wal-growing`. */
  readonly broken?: readonly string[];
}

/** Asks every component. */
export async function localHealth(state: StateDir, environment: Environment): Promise<LocalHealth> {
  const status = runningStatus(state);
  if (status === undefined) return { components: [] };
  const certificate = state.secretFile(environment.nginx.tlsSecret, 'tls.crt');
  const specs = new Map(state.plan?.processes.map((spec) => [spec.name, spec]));
  const components = await Promise.all(
    status.processes.map(async ({ name, state: supervised, process, restarts, lastEnd }): Promise<ComponentHealth> => {
      const spec = specs.get(name);
      const ready = supervised === 'running' && spec !== undefined && (await isReady(spec, certificate));
      return {
        name,
        state: ready ? 'ready' : supervised === 'running' ? 'not ready' : supervised,
        ...(process === undefined ? {} : { pid: process.pid }),
        restarts,
        ...(lastEnd === undefined ? {} : { lastEnd }),
        log: state.logFile(name),
      };
    }),
  );
  const port = state.choices?.ports['prometheus'];
  if (port === undefined) return { components };
  const begun = Object.entries(readIncidents(demoFiles.incidents(state)));
  const broken = begun.flatMap(([service, own]) => Object.keys(own).map((name) => `${service} ${name}`));
  return { components, broken, ...(await prometheusView(`http://${LOOPBACK}:${port}`, environment)) };
}

/** The answers of Prometheus' API that are read here. https://prometheus.io/docs/prometheus/latest/querying/api/ */
interface ApiAnswer {
  readonly data: {
    readonly activeTargets?: readonly { readonly health: string }[];
    readonly alerts?: readonly { readonly state: string; readonly labels: { readonly alertname: string } }[];
  };
}

async function prometheusView(base: string, { paths }: Environment): Promise<Partial<LocalHealth>> {
  const ask = async (path: `/${string}`): Promise<ApiAnswer['data'] | undefined> => {
    const { code, body } = await fetchLocal(base + below(paths.prometheus, path));
    return code === 200 ? (JSON.parse(body) as ApiAnswer).data : undefined;
  };
  const [targets, alerts] = await Promise.all([ask('/api/v1/targets?state=active'), ask('/api/v1/alerts')]);
  const active = targets?.activeTargets;
  const firing = alerts?.alerts?.filter((alert) => alert.state === 'firing').map(({ labels }) => labels.alertname);
  return {
    ...(active && { targets: { up: active.filter(({ health }) => health === 'up').length, all: active.length } }),
    ...(firing && { firing: [...new Set(firing)].sort() }),
  };
}
