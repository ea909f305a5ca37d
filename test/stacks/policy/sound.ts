/** Objects that keep to every policy. */
import type { KubernetesObject } from '../../../stacks/plan/kubernetes-object';

const labels = { app: 'prometheus' };

const container = {
  name: 'prometheus',
  image: 'quay.io/prometheus/prometheus:v3.15.0',
  args: ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/prometheus'],
  env: [{ name: 'GF_USERS_ALLOW_SIGN_UP', value: 'false' }],
  ports: [{ name: 'web', containerPort: 9090 }],
  livenessProbe: { httpGet: { path: '/-/healthy', port: 'web' } },
  readinessProbe: { httpGet: { path: '/-/ready', port: 'web' } },
  resources: { requests: { cpu: '1', memory: '4Gi' }, limits: { memory: '4Gi' } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
  volumeMounts: [
    { name: 'config', mountPath: '/etc/prometheus', readOnly: true },
    { name: 'data', mountPath: '/prometheus' },
  ],
};

const apart = { labelSelector: { matchLabels: labels }, topologyKey: 'kubernetes.io/hostname' };

const prometheus: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'prometheus', namespace: 'watch' },
  spec: {
    replicas: 2,
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName: 'prometheus',
        automountServiceAccountToken: true,
        affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [apart] } },
        containers: [container],
        volumes: [{ name: 'config', configMap: { name: 'config' } }],
      },
    },
    volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: '64Gi' } } } }],
  },
};

/** Sees the host, and is held to all else. */
const agent: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent', namespace: 'hosts' },
  spec: {
    template: {
      metadata: { labels: { app: 'agent' } },
      spec: {
        serviceAccountName: 'agent',
        automountServiceAccountToken: false,
        hostNetwork: true,
        containers: [
          {
            ...container,
            name: 'agent',
            args: [],
            volumeMounts: [{ name: 'root', mountPath: '/host', readOnly: true }],
          },
        ],
        volumes: [{ name: 'root', hostPath: { path: '/' } }],
      },
    },
  },
};

export const rules = `groups:
  - name: shop
    rules:
      - alert: ShopDown
        expr: up == 0
        labels: {severity: critical, team: web}
        annotations: {summary: down, runbook_url: "https://example.org/shop"}
`;

export const routes = `route:
  receiver: team
  routes:
    - {receiver: none, matchers: ['severity=~"info|none"']}
    - {receiver: none, matchers: ['alertname="Watchdog"']}
receivers:
  - {name: team, slack_configs: [{channel: "#shop"}]}
  - {name: none}
`;

export const files = {
  'prometheus.yml': 'storage:\n  tsdb:\n    retention:\n      size: 50GB\n',
  'rules.yml': rules,
  'alertmanager.yml': routes,
  'grafana.ini': '[auth.anonymous]\nenabled = false\n\n[users]\nallow_sign_up = false\n',
};

const namespace = (name: string, enforce: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name,
    labels: {
      'pod-security.kubernetes.io/enforce': enforce,
      'pod-security.kubernetes.io/enforce-version': 'v1.34',
    },
  },
});

const denyAll = (namespaceName: string): KubernetesObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: `deny-${namespaceName}`, namespace: namespaceName },
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
});

const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };

/** By the names that the cases use. */
export const sound: Readonly<Record<string, KubernetesObject>> = {
  watch: namespace('watch', 'restricted'),
  hosts: namespace('hosts', 'privileged'),
  prometheus,
  agent,
  config: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config', namespace: 'watch' }, data: files },
  monitor: {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name: 'shop', namespace: 'watch' },
    spec: { endpoints: [{ port: 'web', tlsConfig: { serverName: 'shop' } }] },
  },
  'deny-watch': denyAll('watch'),
  'deny-hosts': denyAll('hosts'),
  budget: {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'prometheus', namespace: 'watch' },
    spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
  },
  role: {
    ...rbac,
    kind: 'Role',
    metadata: { name: 'discovery', namespace: 'watch' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
  },
  'cluster-role': {
    ...rbac,
    kind: 'ClusterRole',
    metadata: { name: 'nodes' },
    rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }],
  },
  binding: {
    ...rbac,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'nodes' },
    roleRef: { kind: 'ClusterRole', name: 'nodes' },
  },
  service: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'watch' },
    spec: { ports: [{ name: 'web', port: 9090 }] },
  },
  edge: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'edge', namespace: 'watch' },
    spec: { type: 'LoadBalancer', ports: [{ name: 'https', port: 443 }] },
  },
  ingress: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'edge', namespace: 'watch' },
    spec: { rules: [{ host: 'watch.example.org' }], tls: [{ hosts: ['watch.example.org'], secretName: 'tls' }] },
  },
};
