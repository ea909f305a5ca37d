/** A change for each policy that breaks it, of objects that keep to all of them. */
import type { PolicyName } from '../../../stacks/policy';
import { files, routes, rules, type sound } from './sound';

/** A change that breaks one policy. */
export interface Case {
  readonly policy: PolicyName;
  /** Which object changes. */
  readonly of: keyof typeof sound;
  /** `spec.replicas`; the object itself is `protect`ed where that is the path. */
  readonly path: string;
  /** `undefined` removes the field. */
  readonly value: unknown;
  /** What is said of it, without the place and the remedy. */
  readonly says: string;
}

const breaks = (policy: PolicyName, of: string, path: string, value: unknown, says: string): Case => ({
  policy,
  of,
  path,
  value,
  says,
});

const POD = 'spec.template.spec';
const C = `${POD}.containers.0`;
const one = "container 'prometheus'";

export const cases: readonly Case[] = [
  breaks('no-host-access', 'prometheus', `${POD}.hostPID`, true, 'hostPID is true'),
  breaks(
    'no-host-access',
    'prometheus',
    `${POD}.volumes.1`,
    { name: 'disk', hostPath: { path: '/' } },
    "volume 'disk' is of a kind that pods may not mount",
  ),
  breaks('no-host-access', 'prometheus', `${C}.ports.0.hostPort`, 9090, `${one} takes port 9090 of the host`),
  breaks(
    'no-host-access',
    'prometheus',
    `${C}.livenessProbe.httpGet.host`,
    'other',
    `${one} has a probe of another host`,
  ),
  breaks(
    'host-files-read-only',
    'agent',
    `${C}.volumeMounts.0.readOnly`,
    undefined,
    "container 'agent' may write the host's files at /host",
  ),
  breaks(
    'unprivileged-containers',
    'agent',
    `${C}.securityContext.privileged`,
    true,
    "container 'agent' is privileged",
  ),
  breaks(
    'unprivileged-containers',
    'prometheus',
    `${C}.securityContext.allowPrivilegeEscalation`,
    undefined,
    `${one} may gain privileges`,
  ),
  breaks(
    'unprivileged-containers',
    'prometheus',
    `${C}.securityContext.runAsNonRoot`,
    undefined,
    `${one} may run as root`,
  ),
  breaks('unprivileged-containers', 'prometheus', `${C}.securityContext.runAsUser`, 0, `${one} runs as root`),
  breaks(
    'unprivileged-containers',
    'prometheus',
    `${C}.securityContext.capabilities.drop`,
    ['NET_RAW'],
    `${one} keeps capabilities`,
  ),
  breaks(
    'unprivileged-containers',
    'prometheus',
    `${C}.securityContext.capabilities.add`,
    ['NET_BIND_SERVICE', 'SYS_TIME'],
    `${one} adds capability SYS_TIME`,
  ),
  breaks(
    'unprivileged-containers',
    'prometheus',
    `${C}.securityContext.seccompProfile`,
    undefined,
    `${one} has no seccomp profile`,
  ),
  breaks(
    'read-only-root',
    'prometheus',
    `${C}.securityContext.readOnlyRootFilesystem`,
    false,
    `${one} may write its root file system`,
  ),
  breaks(
    'pinned-image',
    'prometheus',
    `${C}.image`,
    'prom/prometheus:latest',
    `${one} has image 'prom/prometheus:latest', which is another one tomorrow`,
  ),
  breaks(
    'pinned-image',
    'prometheus',
    `${C}.image`,
    'registry:5000/prometheus',
    `${one} has image 'registry:5000/prometheus', which is another one tomorrow`,
  ),
  breaks('resources-set', 'prometheus', `${C}.resources.requests.cpu`, undefined, `${one} requests no cpu`),
  breaks('resources-set', 'prometheus', `${C}.resources.requests.memory`, undefined, `${one} requests no memory`),
  breaks('resources-set', 'prometheus', `${C}.resources.limits`, undefined, `${one} has no limit of memory`),
  breaks('probes-set', 'prometheus', `${C}.readinessProbe`, undefined, `${one} has no readinessProbe`),
  breaks('probes-set', 'agent', `${C}.livenessProbe`, undefined, "container 'agent' has no livenessProbe"),
  breaks(
    'own-service-account',
    'prometheus',
    `${POD}.serviceAccountName`,
    'default',
    'runs as the default service account',
  ),
  breaks(
    'own-service-account',
    'prometheus',
    `${POD}.automountServiceAccountToken`,
    undefined,
    'does not say whether it needs a token',
  ),
  breaks(
    'no-secret-in-environment',
    'prometheus',
    `${C}.env.1`,
    { name: 'KEY', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } },
    `${one} reads variable KEY from a Secret`,
  ),
  breaks(
    'no-secret-in-environment',
    'prometheus',
    `${C}.envFrom`,
    [{ secretRef: { name: 'a' } }],
    `${one} takes all variables of a Secret`,
  ),
  breaks('no-admin-api', 'prometheus', `${C}.args.2`, '--web.enable-admin-api', `${one} has --web.enable-admin-api`),
  breaks(
    'restricted-namespace',
    'watch',
    'metadata.labels',
    { 'pod-security.kubernetes.io/enforce-version': 'v1.34' },
    'enforces nothing, must enforce restricted',
  ),
  breaks(
    'restricted-namespace',
    'hosts',
    'metadata.labels',
    { 'pod-security.kubernetes.io/enforce-version': 'latest' },
    'enforces version latest of the standard, must be one like v1.34',
  ),
  breaks('no-wildcard-role', 'role', 'rules.0.verbs', ['*'], 'grants all verbs'),
  breaks('no-wildcard-role', 'cluster-role', 'rules.0.resources', ['*'], 'grants all resources'),
  breaks('no-powerful-role', 'cluster-role', 'rules.0.resources', ['secrets'], 'grants secrets of every namespace'),
  breaks('no-powerful-role', 'role', 'rules.0.resources', ['secrets'], 'grants every secret of its namespace'),
  breaks('no-powerful-role', 'role', 'rules.0.resources', ['pods/exec'], 'grants pods/exec'),
  breaks('no-powerful-role', 'role', 'rules.0.verbs', ['impersonate'], 'grants the verb impersonate'),
  breaks('no-cluster-admin', 'binding', 'roleRef.name', 'cluster-admin', 'binds cluster-admin'),
  breaks(
    'no-open-service',
    'service',
    'spec',
    { type: 'NodePort', ports: [{ name: 'https', port: 443 }] },
    'is a NodePort',
  ),
  breaks(
    'no-open-service',
    'service',
    'spec',
    { externalIPs: ['192.0.2.1'], ports: [{ port: 443 }] },
    'has external addresses',
  ),
  breaks('tls-at-the-edge', 'edge', 'spec.ports', [{ name: 'http', port: 80 }], 'is open and has no port of TLS'),
  breaks('tls-at-the-edge', 'ingress', 'spec.tls', undefined, 'serves watch.example.org without TLS'),
  breaks(
    'no-secret-in-clear',
    'config',
    'data.a',
    'url: https://me:pass@example.org',
    'data.a holds a user and password in a URL, must hold no credential',
  ),
  breaks(
    'data-on-claims',
    'prometheus',
    `${C}.volumeMounts.1.mountPath`,
    '/elsewhere',
    `${one} loses its data when it restarts`,
  ),
  breaks(
    'volume-holds-retention',
    'prometheus',
    'spec.volumeClaimTemplates.0.spec.resources.requests.storage',
    '55Gi',
    'may fill 91% of its volume',
  ),
  breaks('volume-holds-retention', 'config', 'data', {}, 'has no retention by size'),
  breaks('protected-data', 'prometheus', 'protect', false, 'is not protected'),
  breaks(
    'disruption-budget',
    'budget',
    'spec.selector.matchLabels',
    { app: 'other' },
    'has several replicas and no PodDisruptionBudget',
  ),
  breaks('disruption-budget', 'budget', 'spec.maxUnavailable', 0, 'has a budget that lets none go'),
  breaks('replicated-alerting', 'prometheus', 'spec.replicas', 1, 'has 1 replica, must have 2 or more'),
  breaks('replicated-alerting', 'prometheus', `${POD}.affinity`, undefined, 'may have all replicas on one node'),
  breaks(
    'documented-alerts',
    'config',
    'data',
    { 'prometheus.yml': files['prometheus.yml'], 'rules.yml': rules.replace('team: web', 'squad: web') },
    'alert ShopDown has no team',
  ),
  breaks(
    'delivered-alerts',
    'config',
    'data',
    { 'prometheus.yml': files['prometheus.yml'], 'alertmanager.yml': routes.replace('info|none', 'info|critical') },
    "a critical alert can end at receiver 'none', which sends nothing",
  ),
  breaks(
    'delivered-alerts',
    'config',
    'data',
    {
      'prometheus.yml': files['prometheus.yml'],
      'alertmanager.yml': routes.replace('receiver: team', 'receiver: none'),
    },
    "a critical alert can end at receiver 'none', which sends nothing",
  ),
  breaks(
    'verified-certificates',
    'config',
    'data.scrape',
    'tls_config: {insecure_skip_verify: true}',
    'scrape takes any certificate',
  ),
  breaks(
    'verified-certificates',
    'monitor',
    'spec.endpoints.0.tlsConfig.insecureSkipVerify',
    true,
    'takes any certificate',
  ),
  breaks(
    'closed-grafana',
    'config',
    'data',
    { 'prometheus.yml': files['prometheus.yml'], 'grafana.ini': '[auth.anonymous]\nenabled = true\n' },
    'grafana.ini lets in people without a name',
  ),
  breaks('closed-grafana', 'prometheus', `${C}.env.0.value`, 'true', `${one} lets people make accounts`),
  breaks(
    'deny-by-default',
    'deny-watch',
    'spec.policyTypes',
    ['Ingress'],
    'stands in namespace watch, where nothing denies egress',
  ),
  breaks(
    'deny-by-default',
    'deny-watch',
    'spec.podSelector',
    { matchLabels: { a: 'b' } },
    'stands in namespace watch, where nothing denies ingress',
  ),
];
