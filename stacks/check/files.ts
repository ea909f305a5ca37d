/** The files that programs read: AL-24, DB-06, X-05 and X-06. */
import { parse } from 'yaml';
import { grafanaProgram } from '../../constructs/grafana/program';
import type { Place, Program } from '../../constructs/program';
import { prometheusProgram } from '../../constructs/prometheus/program';
import { ruleFile } from '../../constructs/prometheus/rules';
import type { Problem } from '../../model/problem';
import { durationText } from '../../model/quantity';
import type { Subject } from './subject';

/** As in a container: what matters is that paths agree with each other. */
const PLACE: Place = {
  configDir: '/etc/vedette',
  dataDir: '/data',
  tempDir: '/tmp',
  listen: { host: '', port: 80 },
  secretFile: ({ secret, key }) => `/secrets/${secret}/${key}`,
};

/** The rendered files of the two programs that read what services deliver. */
export interface RenderedFiles {
  readonly prometheus: Program;
  readonly grafana: Program;
}

export function renderedFiles({ wiring }: Pick<Subject, 'wiring'>): RenderedFiles {
  return { prometheus: prometheusProgram(wiring.prometheus, PLACE), grafana: grafanaProgram(wiring.grafana, PLACE) };
}

/** Runs each check of files. */
export function files(
  subject: Subject,
  rendered = renderedFiles(subject),
  again: () => RenderedFiles = () => renderedFiles(subject),
): readonly Problem[] {
  return [
    ...readBack(subject, rendered),
    ...dataSourceInterval(subject, rendered),
    ...loaded(subject, rendered),
    ...steady(subject, rendered, again()),
  ];
}

const contentOf = ({ files: all }: Program, path: string): string | undefined =>
  all.find((file) => file.path === path)?.content;

/** Rule files say the same to a reader of YAML 1.1 (Go) as to one of 1.2, and that is what was meant. */
function readBack({ environment, wiring }: Subject, { prometheus }: RenderedFiles): readonly Problem[] {
  return wiring.prometheus.rules.flatMap(({ service, groups }): readonly Problem[] => {
    const path = `rules/${service}.yml`;
    const content = contentOf(prometheus, path);
    if (content === undefined) return [];
    const meant = JSON.stringify(sorted(ruleFile(groups)));
    const readings = (['1.1', '1.2'] as const).map((version) => JSON.stringify(sorted(parse(content, { version }))));
    if (readings.every((reading) => reading === meant)) return [];
    const what = `${path} reads otherwise than it was meant: a text was taken for a number or a boolean`;
    return [
      {
        id: 'AL-24',
        where: `${environment.name}/prometheus`,
        what,
        remedy: 'write it with yamlText, which quotes every text',
      },
    ];
  });
}

/** Keys in order, undefined ones left out, as YAML has them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}

const DATA_SOURCES = 'provisioning/datasources/vedette.yml';

/** `$__rate_interval` is four times what the data source says. */
function dataSourceInterval({ environment, wiring }: Subject, { grafana }: RenderedFiles): readonly Problem[] {
  const wanted = durationText(wiring.prometheus.scrapeInterval);
  const read = parse(contentOf(grafana, DATA_SOURCES) ?? '{}') as {
    readonly datasources?: readonly { readonly type: string; readonly jsonData?: { readonly timeInterval?: string } }[];
  };
  const is = read.datasources?.find(({ type }) => type === 'prometheus')?.jsonData?.timeInterval;
  if (is === wanted) return [];
  const what = `timeInterval of the data source is '${is ?? ''}', must be '${wanted}', the scrape interval`;
  return [{ id: 'DB-06', where: `${environment.name}/grafana`, what, remedy: 'take it from the same setting' }];
}

/** What is rendered lies where its program looks. */
function loaded({ environment, wiring }: Subject, { prometheus, grafana }: RenderedFiles): readonly Problem[] {
  const config = parse(contentOf(prometheus, 'config/prometheus.yml') ?? '{}') as {
    readonly rule_files?: readonly string[];
  };
  const globs = (config.rule_files ?? []).map(globPattern);
  const withRules = wiring.prometheus.rules.filter(({ groups }) => groups.length > 0);
  const lostRules = withRules
    .map(({ service }) => `rules/${service}.yml`)
    .filter(
      (path) =>
        contentOf(prometheus, path) === undefined || !globs.some((glob) => glob.test(`${PLACE.configDir}/${path}`)),
    )
    .map((path) => ({
      where: `${environment.name}/prometheus`,
      what: `${path} is not read: no 'rule_files' matches it`,
    }));
  const providers = parse(contentOf(grafana, 'provisioning/dashboards/vedette.yml') ?? '{}') as {
    readonly providers?: readonly { readonly options?: { readonly path?: string } }[];
  };
  const folders = (providers.providers ?? []).map(({ options }) => `${options?.path ?? ''}/`);
  const lostBoards = grafana.files
    .filter(
      ({ path }) =>
        path.startsWith('dashboards/') && !folders.some((folder) => `${PLACE.configDir}/${path}`.startsWith(folder)),
    )
    .map(({ path }) => ({
      where: `${environment.name}/grafana`,
      what: `${path} is not read: no provider looks there`,
    }));
  const count = grafana.files.filter(({ path }) => path.startsWith('dashboards/')).length;
  const boards = wiring.deliveries.flatMap(({ dashboards }) => dashboards).length;
  const missing =
    count === boards
      ? []
      : [{ where: `${environment.name}/grafana`, what: `${count} of ${boards} boards have a file` }];
  return [...lostRules, ...lostBoards, ...missing].map((fault) => ({
    id: 'X-05',
    ...fault,
    remedy: 'write it where its program looks',
  }));
}

/** `*` of a path. */
const globPattern = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .split('*')
      .map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^/]*')}$`,
  );

/** A number that a computer made of a fraction: 0.0009999999999999432. */
const NOISE = /\d\.\d{12,}/;
/** The moment of a build. */
const MOMENT = /\b20\d\d-\d\d-\d\dT\d\d:\d\d/;

/** The same code renders the same files, and nothing in them tells when. */
function steady(subject: Subject, rendered: RenderedFiles, again: RenderedFiles): readonly Problem[] {
  return (['prometheus', 'grafana'] as const).flatMap((component) =>
    rendered[component].files.flatMap(({ path, content }): readonly Problem[] => {
      const faults = [
        contentOf(again[component], path) !== content && `${path} is rendered otherwise the second time`,
        component === 'prometheus' && NOISE.test(content) && `${path} has a number with the noise of a computer`,
        MOMENT.test(content) && `${path} tells when it was made`,
      ].filter((fault) => fault !== false);
      const where = `${subject.environment.name}/${component}`;
      return faults.map((what) => ({ id: 'X-06', where, what, remedy: 'derive it from the code alone' }));
    }),
  );
}
