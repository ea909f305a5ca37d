/**
 * The task that tells the store of policies and templates before lines arrive. It may run again at any time: what is
 * there is replaced by the same.
 */
import { Construct } from 'constructs';
import type { SecretRef } from '../../model/delivery';
import { fileMounts, filesChecksum } from '../kubernetes/files';
import type { Identity } from '../kubernetes/identity';
import { secretMounts } from '../kubernetes/mounts';
import { PodPlace, everywhere } from '../kubernetes/place';
import type { Resources } from '../kubernetes/resources';
import { shellTask } from '../kubernetes/shell-task';
import { job, serviceAccount } from '../kubernetes/workload';
import type { Place, Program } from '../program';
import { type Image, imageOf } from '../versions';
import type { LogShipperSettings, LogStoreAuth } from './settings';
import { type StoreObject, storeObjects } from './store';

const USER = 65534;
const RETRIES = 10;

/** Files `store/*.json` and `setup/apply.sh`; its arguments are a shell's. */
export function storeSetupProgram(settings: LogShipperSettings, auth: LogStoreAuth, place: Place): Program {
  const objects = storeObjects(settings);
  const script = applyScript(settings, auth, objects, place);
  return {
    component: 'log-store-setup',
    args: [`${place.configDir}/setup/apply.sh`],
    files: [
      ...objects.map(({ path, content }) => ({ path, content })),
      { path: 'setup/apply.sh', content: `${script.join('\n')}\n` },
    ],
  };
}

function applyScript(
  { store: { kind, endpoints, authority } }: LogShipperSettings,
  auth: LogStoreAuth,
  objects: readonly StoreObject[],
  place: Place,
): readonly string[] {
  const trust = authority === undefined ? '' : ` --cacert ${place.secretFile(authority)}`;
  const puts = objects.map(({ path, target }) => `put ${target} ${place.configDir}/${path}`);
  return [
    '#!/bin/sh',
    '# Puts the lifecycle policy and the index templates into the store. May run again at any time.',
    'set -u',
    `ask() { # what holds a secret goes to curl's standard input: arguments can be read by others`,
    `  ${credentials(auth, (ref) => place.secretFile(ref))} |`,
    `    curl --config - --silent --show-error --connect-timeout 10 --max-time 60${trust} "$@"`,
    '}',
    ...(kind === 'opensearch' ? REPLACED_VERSION : []),
    'put() { # PATH FILE',
    '  echo "$store/$1"',
    `  ask --fail-with-body --request PUT --header 'Content-Type: application/json' --data-binary "@$2" \\`,
    kind === 'opensearch' ? '    "$store/$1$(replaced "$1")" && echo' : '    "$store/$1" && echo',
    '}',
    `for store in ${endpoints.join(' ')}; do`,
    `  ${puts.join(' &&\n    ')} &&`,
    '    exit 0',
    'done',
    'exit 1',
  ];
}

/** OpenSearch replaces a policy only for whoever says which version. https://docs.opensearch.org/latest/im-plugin/ism/api/#update-policy */
const REPLACED_VERSION: readonly string[] = [
  'number() { sed -n "s/.*\\"$1\\":\\([0-9]*\\).*/\\1/p"; }',
  'replaced() { # PATH',
  '  case $1 in _plugins/_ism/*) ;; *) return ;; esac',
  '  found=$(ask "$store/$1")',
  '  sequence=$(echo "$found" | number _seq_no) term=$(echo "$found" | number _primary_term)',
  '  [ -z "$sequence" ] || echo "?if_seq_no=$sequence&if_primary_term=$term"',
  '}',
];

/** A command that prints what curl reads as its configuration. https://curl.se/docs/manpage.html#-K */
function credentials(auth: LogStoreAuth, file: (ref: SecretRef) => string): string {
  // Of the characters that a quoted value may have, two must be escaped.
  const value = (ref: SecretRef): string => `"$(sed 's/[\\\\"]/\\\\&/g' ${file(ref)})"`;
  return auth.kind === 'apiKey'
    ? `printf 'header = "Authorization: ApiKey %s"\\n' ${value(auth.key)}`
    : `printf 'user = "${auth.username}:%s"\\n' ${value(auth.password)}`;
}

export interface LogStoreSetupProps {
  readonly identity: Identity;
  readonly settings: LogShipperSettings;
  /** Who may change policies and templates; shippers may not. */
  readonly auth: LogStoreAuth;
  readonly resources: Resources;
  /** @default - the one in versions.ts */
  readonly image?: Image;
  readonly priorityClass?: string;
}

/** The task as a Job. One whose files differ is another Job. */
export class LogStoreSetup extends Construct {
  constructor(scope: Construct, id: string, props: LogStoreSetupProps) {
    super(scope, id);
    const { identity, image = imageOf('curl'), priorityClass } = props;
    const place = new PodPlace('log-store-setup', '/tmp', everywhere(0));
    const program = storeSetupProgram(props.settings, props.auth, place);
    const files = fileMounts(this, identity, program.files, place.configDir);
    serviceAccount(this, identity);
    job(this, {
      version: filesChecksum(program.files, ['store', 'setup']),
      retries: RETRIES,
      pod: shellTask({
        identity,
        program,
        container: 'setup',
        image,
        user: USER,
        mounts: [...files, ...secretMounts(place)],
        resources: props.resources,
        ...(priorityClass === undefined ? {} : { priorityClass }),
      }),
    });
  }
}
