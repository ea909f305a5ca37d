/** The configuration files inside manifests, told apart by what they hold: names differ from stack to stack. */
import { parse } from 'yaml';
import { VedetteError } from '../../model/problem';
import { type KubernetesObject, identity, record } from '../plan/kubernetes-object';

type Fields = Readonly<Record<string, unknown>>;

/** A file of a ConfigMap. */
export interface ManifestFile {
  /** `monitoring/prometheus-rules: rstmdb.yml`. */
  readonly where: string;
  /** `rstmdb.yml`. */
  readonly name: string;
  readonly kind: 'rules' | 'prometheus' | 'alertmanager' | 'dashboard' | 'other';
  /** What it says; nothing for files of other kinds. */
  readonly content: Fields;
  readonly text: string;
}

/**
 * Every file of every ConfigMap.
 * @throws VedetteError for a file that its name calls YAML or JSON and that is neither
 */
export function filesOf(objects: readonly KubernetesObject[]): readonly ManifestFile[] {
  return objects
    .filter(({ kind }) => kind === 'ConfigMap')
    .flatMap((object) =>
      Object.entries({ ...record(object['binaryData']), ...record(object['data']) }).map(([name, text]) =>
        fileOf(`${identity(object)}: ${name}`, name, String(text)),
      ),
    );
}

function fileOf(where: string, name: string, text: string): ManifestFile {
  const content = record(/\.(ya?ml|json)$/.test(name) ? parsed(where, text) : undefined);
  return { where, name, kind: kindOf(content), content, text };
}

function parsed(where: string, text: string): unknown {
  try {
    return text.startsWith('{') ? (JSON.parse(text) as unknown) : parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/:?\n[^]*/, '') : String(cause);
    throw new VedetteError([{ where: `ConfigMap ${where}`, what: `cannot be read: ${reason}` }]);
  }
}

function kindOf(content: Fields): ManifestFile['kind'] {
  if ('groups' in content) return 'rules';
  if ('scrape_configs' in content) return 'prometheus';
  if ('route' in content && 'receivers' in content) return 'alertmanager';
  return 'panels' in content && 'uid' in content ? 'dashboard' : 'other';
}
