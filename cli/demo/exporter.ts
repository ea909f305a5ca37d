/**
 * Serves the pages of a demo: one below `/SERVICE/INSTANCE` for each target. Runs as a process of its own:
 * `exporter.js HOST PORT PLAN_FILE INCIDENTS_FILE`. SIGHUP makes it read the plan again, and all counters start anew.
 */
import { readFileSync } from 'node:fs';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import { timingSafeEqual } from 'node:crypto';
import { CONTENT_TYPE, pageText } from './exposition';
import { readIncidents } from './incident-file';
import { demoPath } from './plan';
import type { DemoPlan, DemoService } from './plan';
import { type Begun, Simulation } from './simulation';

/** An answer. */
interface Reply {
  readonly code: number;
  readonly body: string;
  readonly type?: string;
}

/** What the exporter is given. */
export interface ExporterFiles {
  readonly plan: string;
  readonly incidents: string;
}

const text = (code: number, body: string): Reply => ({ code, body: `${body}\n` });

/** A target's page. */
interface Page {
  readonly simulation: Simulation;
  readonly instance: string;
}

export class Exporter {
  #pages: ReadonlyMap<string, Page> = new Map();
  #doors: DemoPlan['pages'] = {};
  /** What was on when the incidents could last be read. */
  #begun: Readonly<Record<string, Begun>> = {};

  constructor(readonly files: ExporterFiles) {
    this.reload();
  }

  /** Reads the plan again. Counters start from their beginning, as after a restart. */
  reload(): void {
    const { seed, services, pages } = JSON.parse(readFileSync(this.files.plan, 'utf8')) as DemoPlan;
    this.#doors = pages;
    const now = Date.now() / 1000;
    this.#pages = new Map(
      services.flatMap((service) => {
        const simulation = new Simulation(service, seed, now);
        return instancesOf(service).map((instance) => [demoPath(service, instance), { simulation, instance }] as const);
      }),
    );
  }

  listen(host: string, port: number): Server {
    const server = createServer((request, response) => {
      this.#reply(request)
        .catch((error: unknown) => {
          console.error(error);
          return text(500, 'the demo failed; see its log');
        })
        .then(({ code, body, type = 'text/plain; charset=utf-8' }) => {
          response.writeHead(code, { 'content-type': type, 'x-content-type-options': 'nosniff' }).end(body);
        });
    });
    return server.listen(port, host);
  }

  async #reply({ url = '/', method, headers }: IncomingMessage): Promise<Reply> {
    if (method !== 'GET' && method !== 'HEAD') return text(405, 'GET only');
    if (url === '/healthz') return text(200, 'ok');
    if (Object.hasOwn(this.#doors, url)) return text(200, this.#doors[url] ?? '');
    const page = this.#pages.get(url);
    if (page === undefined) return text(404, 'no such target');
    if (!isAuthorised(page.simulation.service, headers.authorization)) return text(401, 'unauthorised');
    return this.#page(page);
  }

  async #page({ simulation, instance }: Page): Promise<Reply> {
    const { service } = simulation;
    const begun = this.#incidents()[service.id] ?? {};
    if (!simulation.answers(instance, begun)) return text(503, 'down, as the demo was told');
    const samples = simulation.samples(instance, Date.now() / 1000, begun);
    return { code: 200, type: CONTENT_TYPE, body: await pageText(service.families, samples) };
  }

  #incidents(): Readonly<Record<string, Begun>> {
    try {
      this.#begun = readIncidents(this.files.incidents);
    } catch (error) {
      console.error(`${this.files.incidents}: ${String(error)}; going on as before`);
    }
    return this.#begun;
  }
}

/** Every target that a service can have. */
function instancesOf({ tracks, standing, incidents }: DemoService): readonly string[] {
  return [
    ...new Set([...standing, ...tracks.map((track) => track.instance), ...incidents.flatMap(({ shows }) => shows)]),
  ];
}

/** The credentials file is read each time: they can be changed without a restart. */
function isAuthorised({ auth }: DemoService, given: string | undefined): boolean {
  if (auth === undefined) return true;
  const secret = readFileSync(auth.file, 'utf8').trim();
  const proof = auth.username === undefined ? secret : Buffer.from(`${auth.username}:${secret}`).toString('base64');
  const [wanted, found] = [Buffer.from(`${auth.scheme} ${proof}`), Buffer.from(given ?? '')];
  return wanted.length === found.length && timingSafeEqual(wanted, found);
}

if (require.main === module) {
  const [host, port, plan, incidents] = process.argv.slice(2);
  if (host === undefined || port === undefined || plan === undefined || incidents === undefined) {
    throw new Error('usage: exporter HOST PORT PLAN_FILE INCIDENTS_FILE');
  }
  const exporter = new Exporter({ plan, incidents });
  process.on('SIGHUP', () => exporter.reload());
  exporter.listen(host, Number(port));
}
