/**
 * What reads Grafana, as a program for Node.js. Dashboards and folders are asked for as resources: the older addresses
 * answer 406 for a dashboard of the second schema, which is the one that the browser saves.
 * https://grafana.com/docs/grafana/v13.2/developer-resources/api-reference/http-api/apis/
 */
export const EXPORT_SCRIPT = String.raw`// Writes what people made to files, each the body of the request that makes it again.
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const { GRAFANA_URL, TOKEN_FILE, COPIES, KEEP } = process.env;
const FOLDER = 'grafana.app/folder';
const byFile = ({ metadata }) => metadata.annotations?.['grafana.app/managedBy'] === 'classic-file-provisioning';

const token = (await readFile(TOKEN_FILE, 'utf8')).trim();

async function ask(path) {
  try {
    const answer = await fetch(GRAFANA_URL + path, {
      headers: { Accept: 'application/json', Authorization: 'Bearer ' + token },
      redirect: 'error',
      signal: AbortSignal.timeout(60_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(answer.status + ' ' + text.slice(0, 200));
    return JSON.parse(text);
  } catch (error) {
    throw new Error(path + ': ' + (error.cause?.message ?? error.message));
  }
}

const list = (path, value) => {
  if (!Array.isArray(value)) throw new Error(path + ': no list');
  return value;
};

/** Names of all resources of a kind, those of the stack's own files apart. */
async function names(path) {
  const own = new Map();
  const tokens = new Set();
  for (let next = ''; !tokens.has(next); ) {
    tokens.add(next);
    const page = await ask(path + '?limit=200' + (next && '&continue=' + encodeURIComponent(next)));
    for (const item of list(path, page.items)) {
      if (own.has(item.metadata.name)) throw new Error(path + ': ' + item.metadata.name + ' is there twice');
      own.set(item.metadata.name, !byFile(item));
    }
    next = page.metadata?.continue ?? '';
    if (next === '') return { all: own.size, made: [...own.keys()].filter((name) => own.get(name)) };
  }
  throw new Error(path + ': the pages have no end');
}

const address = (version) => '/apis/' + version + '/namespaces/default/';

async function resource(version, kind, name) {
  const path = address(version) + kind + '/' + encodeURIComponent(name);
  const found = await ask(path);
  if (found.metadata?.name !== name || typeof found.spec?.title !== 'string') throw new Error(path + ': another one');
  const { conversion } = found.status ?? {};
  if (conversion?.failed !== true) return found;
  const stored = version.replace(/[^/]+$/, conversion.storedVersion);
  if (stored === version) throw new Error(path + ': ' + conversion.error);
  return resource(stored, kind, name);
}

/** Without what a server adds. */
const body = ({ apiVersion, kind, metadata: { name, annotations = {} }, spec }) => ({
  apiVersion,
  kind,
  metadata: { name, ...(annotations[FOLDER] && { annotations: { [FOLDER]: annotations[FOLDER] } }) },
  spec,
});

async function dashboards() {
  const version = 'dashboard.grafana.app/v2';
  const { all, made } = await names(address(version) + 'dashboards');
  if (all === 0) throw new Error('Grafana shows no dashboard, not even those of the stack: see whose the token is');
  const files = [];
  for (const name of made) files.push([name, body(await resource(version, 'dashboards', name))]);
  return files;
}

/** In order of their names each comes after the one that it is in. */
async function folders() {
  const version = 'folder.grafana.app/v1';
  const { made } = await names(address(version) + 'folders');
  const found = new Map();
  for (const name of made) found.set(name, body(await resource(version, 'folders', name)));
  const depth = (name, below = 0) => {
    const parent = found.get(name)?.metadata.annotations?.[FOLDER];
    return parent === undefined || below > found.size ? below : depth(parent, below + 1);
  };
  return made.map((name) => [String(depth(name)).padStart(2, '0') + '-' + name, found.get(name)]);
}

async function libraryPanels() {
  const found = new Map();
  for (let page = 1; ; page += 1) {
    const { result } = await ask('/api/library-elements?kind=1&perPage=100&page=' + page);
    const elements = list('/api/library-elements', result?.elements);
    for (const { uid, name, kind, model, folderUid, meta } of elements) {
      found.set(uid, { uid, folderUid: folderUid ?? meta?.folderUid ?? '', name, kind, model });
    }
    if (found.size === result.totalCount) return [...found];
    if (elements.length === 0) throw new Error('/api/library-elements: ' + found.size + ' of ' + result.totalCount);
  }
}

/** Their secrets are never answered. */
const OPEN = [
  ...['uid', 'name', 'type', 'access', 'url', 'user', 'database', 'basicAuth', 'basicAuthUser'],
  ...['withCredentials', 'isDefault', 'jsonData'],
];

async function dataSources() {
  const all = list('/api/datasources', await ask('/api/datasources'));
  const open = (source) => Object.fromEntries(OPEN.filter((key) => key in source).map((key) => [key, source[key]]));
  return all.filter(({ readOnly }) => readOnly !== true).map((source) => [source.uid, open(source)]);
}

async function read(folder) {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.json')).sort();
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), 'utf8')));
  return JSON.stringify([paths, texts]);
}

async function earlier() {
  return (await readdir(COPIES)).filter((name) => /^\d{8}T\d{6}Z$/.test(name)).sort();
}

async function run() {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error(TOKEN_FILE + ': no token');
  const kinds = {
    folders: await folders(),
    'library-panels': await libraryPanels(),
    'data-sources': await dataSources(),
    dashboards: await dashboards(),
  };
  const unproven = join(COPIES, 'unproven');
  await rm(unproven, { recursive: true, force: true });
  try {
    for (const [kind, files] of Object.entries(kinds)) {
      await mkdir(join(unproven, kind), { recursive: true });
      for (const [name, content] of files) {
        const path = join(unproven, kind, encodeURIComponent(name) + '.json');
        await writeFile(path, JSON.stringify(content, null, 2) + '\n', { flag: 'wx', flush: true });
      }
    }
    const counts = Object.entries(kinds).map(([kind, { length }]) => length + ' ' + kind).join(', ');
    const last = (await earlier()).at(-1);
    if (last !== undefined && (await read(join(COPIES, last))) === (await read(unproven))) {
      return console.log(last + ': ' + counts + '; nothing has changed since');
    }
    const name = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    await rename(unproven, join(COPIES, name));
    console.log(name + ': ' + counts);
  } finally {
    await rm(unproven, { recursive: true, force: true });
  }
  for (const old of (await earlier()).slice(0, -KEEP)) {
    console.log(old + ': removed');
    await rm(join(COPIES, old), { recursive: true });
  }
}

await run().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
`;
