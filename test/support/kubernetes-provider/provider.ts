/**
 * A test double of Pulumi's Kubernetes provider, for machines that cannot have the real one. It speaks the provider
 * protocol to a real engine and applies to a real API server, so it shows that the program's graph, secrets, previews,
 * updates and deletions hold. It waits for no workload to become ready, and knows only some of the fields that force a
 * replacement.
 * https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
 */
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import * as rpc from '@pulumi/pulumi/proto/provider_pb';
import type { KubernetesObject } from '../../../stacks/plan/kubernetes-object';
import { ApiError, ApiServer } from './api-server';
import { type Difference, differences, drifted, inputsOf, type Mutability, needsReplacement } from './differences';
import {
  fieldsOf,
  fromStruct,
  hasUnknown,
  mapFields,
  markedLike,
  plain,
  type Properties,
  secret,
  toStruct,
} from './property-values';

/** One configured provider. Methods are named after the calls of the protocol. */
export class KubernetesProviderDouble {
  #api: ApiServer | undefined;
  #force = false;
  #upsert = false;
  #mutable: Mutability = { ConfigMap: false, Secret: false };

  constructor(
    readonly version: string,
    readonly kubeconfig: string,
  ) {}

  getPluginInfo(): PluginInfo {
    const info = new PluginInfo();
    info.setVersion(this.version);
    return info;
  }

  checkConfig(request: rpc.CheckRequest): rpc.CheckResponse {
    return checked(fromStruct(request.getNews()));
  }

  /** Only another cluster identifier replaces the provider, and with it everything. */
  diffConfig(request: rpc.DiffRequest): rpc.DiffResponse {
    const found = differences(plain(fromStruct(request.getOldInputs())), plain(fromStruct(request.getNews())));
    return diffResponse(found, ({ path }) => path === 'clusterIdentifier');
  }

  configure(request: rpc.ConfigureRequest): rpc.ConfigureResponse {
    const settings = fieldsOf(plain(fromStruct(request.getArgs()))) ?? {};
    this.#api = new ApiServer(this.kubeconfig, String(settings['context']));
    this.#force = settings['enablePatchForce'] === 'true';
    this.#upsert = settings['upsertExistingObjects'] === 'true';
    this.#mutable = {
      ConfigMap: settings['enableConfigMapMutable'] === 'true',
      Secret: settings['enableSecretMutable'] === 'true',
    };
    const response = new rpc.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    return response;
  }

  check(request: rpc.CheckRequest): rpc.CheckResponse {
    return checked(mapFields(fromStruct(request.getNews()), (field) => field ?? undefined));
  }

  diff(request: rpc.DiffRequest): rpc.DiffResponse {
    const news = plain(fromStruct(request.getNews()));
    const found = differences(plain(fromStruct(request.getOldInputs())), news);
    const { kind } = news as KubernetesObject;
    return diffResponse(found, ({ path }) => needsReplacement(kind, path, this.#mutable));
  }

  async create(request: rpc.CreateRequest): Promise<rpc.CreateResponse> {
    const inputs = fromStruct(request.getProperties());
    const response = new rpc.CreateResponse();
    const live = await this.#create(inputs, request.getPreview());
    response.setProperties(toStruct(live === undefined ? inputs : outputs(inputs, live)));
    if (live !== undefined && !request.getPreview()) response.setId(idOf(live));
    return response;
  }

  async read(request: rpc.ReadRequest): Promise<rpc.ReadResponse> {
    const response = new rpc.ReadResponse();
    const known = fromStruct(request.getInputs());
    const isImport = Object.keys(known).length === 0;
    const live = await this.#cluster.get(isImport ? named(request.getUrn(), request.getId()) : objectOf(known));
    if (live === undefined) return response;
    const inputs = isImport ? inputsOf(live) : await this.#refreshed(known, live);
    response.setId(idOf(live));
    response.setInputs(toStruct(inputs));
    response.setProperties(toStruct(outputs(inputs, live)));
    return response;
  }

  async update(request: rpc.UpdateRequest): Promise<rpc.UpdateResponse> {
    const inputs = fromStruct(request.getNews());
    const response = new rpc.UpdateResponse();
    const dryRun = request.getPreview();
    const live =
      dryRun && hasUnknown(inputs)
        ? undefined
        : await this.#cluster.apply(objectOf(inputs), { dryRun, force: this.#force });
    response.setProperties(toStruct(live === undefined ? inputs : outputs(inputs, live)));
    return response;
  }

  async delete(request: rpc.DeleteRequest): Promise<void> {
    await this.#cluster.delete(objectOf(fromStruct(request.getProperties())));
  }

  get #cluster(): ApiServer {
    if (this.#api === undefined) throw new Error('the engine has not configured the provider');
    return this.#api;
  }

  /**
   * @returns undefined where a preview cannot ask: something is unknown, its namespace or kind is made in the same run, or
   *   it is there already, which like the real provider it does not say
   */
  async #create(inputs: Properties, dryRun: boolean): Promise<KubernetesObject | undefined> {
    if (dryRun && hasUnknown(inputs)) return undefined;
    const object = objectOf(inputs);
    // The real one creates by POST. An apply after a look leaves one owner of the fields, so that a field can be removed.
    if (!this.#upsert && (await this.#cluster.get(object)) !== undefined) {
      if (dryRun) return undefined;
      throw new ApiError(409, `${object.kind} "${object.metadata.name}" already exists`);
    }
    try {
      return await this.#cluster.apply(object, { dryRun, force: this.#force });
    } catch (error) {
      if (dryRun && error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  async #refreshed(inputs: Properties, live: KubernetesObject): Promise<Properties> {
    const wanted = await this.#cluster.apply(objectOf(inputs), { dryRun: true, force: true });
    return drifted(inputs, live, wanted) as Properties;
  }
}

function objectOf(inputs: Properties): KubernetesObject {
  const { status: _status, ...object } = plain(inputs) as KubernetesObject;
  return object as KubernetesObject;
}

/** An object by the type in its URN, `…$kubernetes:apps/v1:StatefulSet::name`, and its id, `namespace/name`. */
function named(urn: string, id: string): KubernetesObject {
  const [, version = '', kind = ''] = /kubernetes:([^:$]+):(\w+)::[^:]*$/.exec(urn) ?? [];
  const [name = '', namespace] = id.split('/').reverse();
  const metadata = namespace === undefined ? { name } : { name, namespace };
  return { apiVersion: version.replace(/^core\//, ''), kind, metadata };
}

function idOf({ metadata: { name, namespace } }: KubernetesObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** What the engine keeps of an object. A Secret's values come back in another field than they went in by. */
function outputs(inputs: Properties, live: KubernetesObject): Properties {
  const { managedFields: _managed, ...metadata } = live.metadata;
  const marked = markedLike({ ...live, metadata }, inputs) as Properties;
  const isSecret = live.kind === 'Secret';
  return mapFields(marked, (field, key) => (isSecret && /^(d|stringD)ata$/.test(key) ? secret(field) : field));
}

function checked(inputs: Properties): rpc.CheckResponse {
  const response = new rpc.CheckResponse();
  response.setInputs(toStruct(inputs));
  return response;
}

function diffResponse(found: readonly Difference[], replaces: (found: Difference) => boolean): rpc.DiffResponse {
  const response = new rpc.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
  response.setChanges(found.length === 0 ? DIFF_NONE : DIFF_SOME);
  response.setHasdetaileddiff(true);
  for (const difference of found) {
    const detail = new rpc.PropertyDiff();
    const isReplaced = replaces(difference);
    detail.setKind(rpc.PropertyDiff.Kind[`${difference.kind}${isReplaced ? '_REPLACE' : ''}`]);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(difference.path, detail);
    if (isReplaced) response.addReplaces(difference.path);
  }
  // Two objects of one name cannot be there at once.
  response.setDeletebeforereplace(!found.some(({ path }) => path.startsWith('metadata.name')));
  return response;
}
