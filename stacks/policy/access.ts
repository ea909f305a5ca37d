/** Policies for who may do what, and who may reach whom. */
import { list, record, text } from '../plan/kubernetes-object';
import { podTemplate } from '../plan/references';
import { type Fields } from './pod';
import { isKind, placeOf, type Policy, type Resource, when } from './policy';

const RBAC = 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/';

/** Subresources and verbs that give whoever has them more than they say. */
const POWERS: readonly string[] = ['nodes/proxy', 'pods/exec', 'pods/attach', 'serviceaccounts/token'];
const POWERFUL_VERBS: readonly string[] = ['bind', 'escalate', 'impersonate'];

export const accessPolicies = [
  {
    name: 'restricted-namespace',
    rule: 'namespaces hold their pods to the restricted standard, at a version of the standard that is named',
    why: 'the API server then refuses what slips past every review; an unnamed version changes with the cluster',
    remedy: 'set the labels pod-security.kubernetes.io/enforce and enforce-version',
    source: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
    faults: (resource, { hostNamespaces }) => {
      if (!isKind(resource, 'Namespace')) return [];
      const { name, labels = {} } = resource.object.metadata;
      const level = labels['pod-security.kubernetes.io/enforce'] ?? 'nothing';
      const version = labels['pod-security.kubernetes.io/enforce-version'] ?? 'none';
      return [
        ...when(level !== 'restricted' && !hostNamespaces.includes(name), `enforces ${level}, must enforce restricted`),
        ...when(!/^v1\.\d+$/.test(version), `enforces version ${version} of the standard, must be one like v1.34`),
      ];
    },
  },
  {
    name: 'no-wildcard-role',
    rule: 'roles name what they grant',
    why: 'a wildcard also grants what is invented later',
    remedy: 'name groups, resources and verbs',
    source: RBAC,
    faults: (resource) =>
      rulesOf(resource).flatMap((rule) =>
        ['apiGroups', 'resources', 'verbs', 'nonResourceURLs']
          .filter((field) => list(rule[field]).includes('*'))
          .map((field) => `grants all ${field}`),
      ),
  },
  {
    name: 'no-powerful-role',
    rule: 'no role reads secrets of a whole cluster, or lets its holder become somebody else',
    why: 'monitoring sees every host and pod: a token of it that leaks must open nothing',
    remedy: 'grant get on named secrets in one namespace, and none of the verbs bind, escalate, impersonate',
    source: RBAC,
    faults: (resource) => rulesOf(resource).flatMap((rule) => powers(rule, isKind(resource, 'ClusterRole'))),
  },
  {
    name: 'no-cluster-admin',
    rule: 'nobody is bound to the roles cluster-admin, admin and edit',
    why: 'monitoring reads; whoever takes over a pod of it must not be able to change a cluster',
    remedy: 'bind a role with what is read',
    source: RBAC,
    faults: (resource) => {
      if (!isKind(resource, 'ClusterRoleBinding', 'RoleBinding')) return [];
      const role = text(record(resource.object['roleRef'])['name']) ?? '';
      return when(['cluster-admin', 'admin', 'edit'].includes(role), `binds ${role}`);
    },
  },
  {
    name: 'no-open-service',
    rule: 'Services are reached from inside the cluster, but for those that are named',
    why: 'Prometheus and Alertmanager let in whoever reaches their ports',
    remedy: 'make it a ClusterIP behind the proxy, or name it in exposedServices',
    source: 'https://prometheus.io/docs/operating/security/',
    faults: (resource, { exposedServices }) =>
      isKind(resource, 'Service') && !exposedServices.includes(placeOf(resource)) ? exposures(resource) : [],
  },
  {
    name: 'tls-at-the-edge',
    rule: 'what is reached from outside speaks TLS',
    why: 'passwords of the people on call pass there',
    remedy: 'give the Ingress tls for each host, and the Service a port named https',
    source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#tls',
    faults: (resource) => {
      const spec = record(resource.object['spec']);
      if (isKind(resource, 'Ingress')) return hostsInClear(spec).map((host) => `serves ${host} without TLS`);
      if (!isKind(resource, 'Service') || exposures(resource).length === 0) return [];
      const ports = list(spec['ports']).map(record);
      return when(!ports.some(({ name, port }) => name === 'https' || port === 443), 'is open and has no port of TLS');
    },
  },
  {
    name: 'deny-by-default',
    rule: 'in each namespace with pods, a NetworkPolicy denies what no other allows, in and out',
    why: 'without it any pod of the cluster may query Prometheus, and silence alerts',
    remedy: 'add a NetworkPolicy with an empty podSelector, both policyTypes and no rule',
    source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies',
    faultsAmong: (resource, all) => {
      if (podTemplate(resource.object) === undefined) return [];
      const { namespace = 'default' } = resource.object.metadata;
      const own = all.filter((each) => (each.object.metadata.namespace ?? 'default') === namespace);
      const denied = own.filter((each) => isKind(each, 'NetworkPolicy')).flatMap(denies);
      const open = ['Ingress', 'Egress'].filter((direction) => !denied.includes(direction));
      return open.map(
        (direction) => `stands in namespace ${namespace}, where nothing denies ${direction.toLowerCase()}`,
      );
    },
  },
] as const satisfies readonly Policy[];

function rulesOf(resource: Resource): readonly Fields[] {
  return isKind(resource, 'Role', 'ClusterRole') ? list(resource.object['rules']).map(record) : [];
}

function powers(rule: Fields, isClusterWide: boolean): readonly string[] {
  const resources = list(rule['resources']);
  const readsSecrets = resources.includes('secrets') && (isClusterWide || list(rule['resourceNames']).length === 0);
  return [
    ...when(readsSecrets, isClusterWide ? 'grants secrets of every namespace' : 'grants every secret of its namespace'),
    ...POWERS.filter((each) => resources.includes(each)).map((each) => `grants ${each}`),
    ...POWERFUL_VERBS.filter((each) => list(rule['verbs']).includes(each)).map((each) => `grants the verb ${each}`),
  ];
}

function exposures({ object }: Resource): readonly string[] {
  const spec = record(object['spec']);
  const type = text(spec['type']) ?? 'ClusterIP';
  return [
    ...when(type === 'LoadBalancer' || type === 'NodePort', `is a ${type}`),
    ...when(list(spec['externalIPs']).length > 0, 'has external addresses'),
  ];
}

function hostsInClear(spec: Fields): readonly string[] {
  const safe = list(spec['tls']).flatMap((tls) => list(record(tls)['hosts']));
  const hosts = list(spec['rules']).map((rule) => text(record(rule)['host']) ?? 'every host');
  return hosts.filter((host) => !safe.includes(host));
}

/** The directions in which a policy lets nothing pass, for all pods of its namespace. */
function denies({ object }: Resource): readonly unknown[] {
  const spec = record(object['spec']);
  const selector = record(spec['podSelector']);
  const some = [...Object.keys(record(selector['matchLabels'])), ...list(selector['matchExpressions'])];
  if (some.length > 0) return [];
  return list(spec['policyTypes']).filter((type) => list(spec[type === 'Ingress' ? 'ingress' : 'egress']).length === 0);
}
