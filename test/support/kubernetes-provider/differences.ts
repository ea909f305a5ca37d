/** What differs between two versions of an object, and which differences need a new object. */
import { fieldsOf, mapFields, markedLike, type Properties } from './property-values';

/** How one property differs. */
export interface Difference {
  /** `spec.template.spec.containers[0].image`, `data["a.yml"]`: as Pulumi writes paths. */
  readonly path: string;
  readonly kind: 'ADD' | 'DELETE' | 'UPDATE';
}

/** Differences of the leaves, in the order of the properties. */
export function differences(before: unknown, after: unknown, path = ''): readonly Difference[] {
  if (same(before, after)) return [];
  if (isNested(before) && isNested(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => differences(before[key], after[key], below(path, key, Array.isArray(before))));
  }
  return [{ path, kind: before === undefined ? 'ADD' : after === undefined ? 'DELETE' : 'UPDATE' }];
}

export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isNested(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function below(path: string, key: string, isIndex: boolean): string {
  if (isIndex) return `${path}[${key}]`;
  if (!/^[A-Za-z_]\w*$/.test(key)) return `${path}["${key}"]`;
  return path === '' ? key : `${path}.${key}`;
}

/**
 * Fields that the API server does not let change, by kind: the part that matters here of the table in
 * https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/diff.go
 */
const IMMUTABLE: Readonly<Record<string, RegExp>> = {
  DaemonSet: /^spec\.selector/,
  Deployment: /^spec\.selector/,
  Job: /^spec\.(selector|template|completions)/,
  PersistentVolumeClaim: /^spec\.(accessModes|selector|storageClassName|volumeName)/,
  RoleBinding: /^roleRef/,
  ClusterRoleBinding: /^roleRef/,
  Secret: /^type$/,
  StatefulSet: /^spec\.(podManagementPolicy|revisionHistoryLimit|selector|serviceName|volumeClaimTemplates)/,
};
const IDENTITY = /^(apiVersion|kind|metadata\.(name|namespace))$/;
const CONTENT = /^(binaryData|data|immutable|stringData)\b/;

/** What the provider's configuration says of content that changes. */
export interface Mutability {
  readonly ConfigMap: boolean;
  readonly Secret: boolean;
}

/** Whether a difference at this path needs a new object. */
export function needsReplacement(kind: string, path: string, mutable: Mutability): boolean {
  const frozen = (kind === 'ConfigMap' && !mutable.ConfigMap) || (kind === 'Secret' && !mutable.Secret);
  return IDENTITY.test(path) || IMMUTABLE[kind]?.test(path) === true || (frozen && CONTENT.test(path));
}

/**
 * The inputs as the cluster has them: an input has drifted only where the live value is another than the one that
 * applying the input again would give, since the API server writes `2048Mi` as `2Gi` and fills in defaults.
 */
export function drifted(inputs: unknown, live: unknown, wanted: unknown): unknown {
  if (same(live, wanted)) return inputs;
  if (live === undefined) return undefined;
  if (Array.isArray(inputs) && Array.isArray(live) && live.length === inputs.length) {
    return inputs.map((input, index) => drifted(input, live[index], (wanted as unknown[] | undefined)?.[index]));
  }
  const [fields, liveFields] = [fieldsOf(inputs), fieldsOf(live)];
  if (fields === undefined || liveFields === undefined) return markedLike(live, inputs);
  return mapFields(fields, (input, key) => drifted(input, liveFields[key], fieldsOf(wanted)?.[key]));
}

/** Inputs of an object that was made elsewhere: all but what the cluster alone decides. */
export function inputsOf(live: Properties): Properties {
  const owned = ['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'uid'];
  const metadata = mapFields(fieldsOf(live['metadata']) ?? {}, (field, key) =>
    owned.includes(key) ? undefined : field,
  );
  return mapFields({ ...live, metadata }, (field, key) => (key === 'status' ? undefined : field));
}
