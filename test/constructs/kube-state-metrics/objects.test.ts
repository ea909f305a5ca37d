import { App, Chart } from 'cdk8s';
import { KubeStateMetrics } from '../../../constructs/kube-state-metrics/index';
import { nodesProgram, workloadsProgram } from '../../../constructs/kube-state-metrics/program';
import type { Environment } from '../../../constructs/monitoring/environment';
import { millicores } from '../../../constructs/kubernetes/resources';
import type { Discovery } from '../../../model/delivery';
import { mebibytes } from '../../../model/quantity';
import { kubeStateMetrics } from '../../../services/kube-state-metrics';
import { folderPlace, shop, validEnvironment, watchdog } from '../fixture';
import { type KubeObject, ofKind, render } from '../kubernetes/objects';
import { refusal } from '../../support/refusal';

const NAME = 'kube-state-metrics';
const resources = {
  cpu: { request: millicores(25) },
  memory: { request: mebibytes(56), limit: mebibytes(112) },
};

const pods: Discovery = {
  kind: 'kubernetes',
  role: 'pod',
  namespaces: ['shops'],
  matchLabels: { app: 'shop' },
  portName: 'web',
};

function objectsFor(changes: Partial<Environment> = {}): readonly KubeObject[] {
  const services = { shop: { discovery: [pods] } };
  const environment = validEnvironment({ services, kubeStateMetrics: { resources }, ...changes });
  return render(environment, [shop(), watchdog(), kubeStateMetrics]);
}

const named = (objects: readonly KubeObject[], kind: string): readonly KubeObject[] =>
  ofKind(objects, kind).filter(({ metadata }) => metadata.name.includes(NAME));
const argument = (args: readonly string[], name: string): readonly string[] =>
  (args.find((each) => each.startsWith(`--${name}=`)) ?? '').slice(name.length + 3).split(',');

describe('kube-state-metrics', () => {
  it('shows what its catalogue declares, and nothing else', () => {
    const place = folderPlace('/x');
    const programs = [workloadsProgram({ namespaces: ['monitoring'] }, place), nodesProgram(place)];
    const shown = programs.flatMap(({ args }) => argument(args, 'metric-allowlist'));
    const declared = Object.values(kubeStateMetrics.spec.metrics)
      .map(({ name }) => name)
      .filter((name) => name !== 'up' && !name.startsWith('kube_state_metrics_'));
    expect([...shown].sort()).toEqual(declared.map((name) => `^${name}$`).sort());
  });

  it('looks into the namespaces of the stack, those of discovered services, and those that it is told', () => {
    const objects = objectsFor({ kubeStateMetrics: { resources, namespaces: ['ledger', 'shops'] } });
    const [workload] = named(objects, 'Deployment');
    const args = workload?.spec?.template?.spec.containers.map((each) => each.args ?? []) ?? [];
    expect(args.map((each) => argument(each, 'namespaces'))).toEqual([
      ['ledger', 'monitoring', 'monitoring-node', 'shops'],
      [''],
    ]);
    expect(named(objects, 'Role').map(({ metadata }) => metadata.namespace)).toEqual([
      'ledger',
      'monitoring',
      'monitoring-node',
      'shops',
    ]);
  });

  it('may list and watch what it shows, in those namespaces, and nodes in the cluster', () => {
    const objects = objectsFor();
    const [role] = named(objects, 'Role');
    const verbs = ['list', 'watch'];
    expect(role?.rules).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs },
      { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'statefulsets'], verbs },
      { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs },
      { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs },
    ]);
    const [clusterRole] = named(objects, 'ClusterRole');
    expect(clusterRole?.rules).toEqual([{ apiGroups: [''], resources: ['nodes'], verbs }]);
  });

  it('is reached by Prometheus alone, and reaches the API server alone', () => {
    const [policy] = named(objectsFor(), 'NetworkPolicy');
    const ports = (rules: readonly { readonly ports?: readonly { readonly port: number | string }[] }[] = []) =>
      rules.flatMap((rule) => (rule.ports ?? []).map(({ port }) => port));
    expect(ports(policy?.spec?.ingress)).toEqual([8080, 8081, 8082, 8083]);
    const from = (policy?.spec?.ingress ?? []).flatMap((rule) => rule.from ?? []);
    expect(new Set(from.map(({ podSelector }) => podSelector?.matchLabels?.['app.kubernetes.io/name']))).toEqual(
      new Set(['prometheus']),
    );
    expect(policy?.spec?.egress?.flatMap(({ to = [] }) => to.map(({ ipBlock }) => ipBlock?.cidr))).toEqual([
      '10.2.0.1/32',
    ]);
    expect(ports(policy?.spec?.egress)).toEqual([443, 6443]);
  });

  it('is scraped at each of its ports', () => {
    const [config] = ofKind(objectsFor(), 'ConfigMap').filter(({ metadata }) => metadata.name === 'prometheus-config');
    const targets = [...(config?.data?.['prometheus.yml'] ?? '').matchAll(/kube-state-metrics\.\S+:(\d+)/g)];
    expect(targets.map(([, port]) => port)).toEqual(['8080', '8081', '8082', '8083']);
  });

  it('is not there where the environment does not name it, and nothing of it is scraped or alerted on', () => {
    const objects = render(validEnvironment(), [shop(), watchdog(), kubeStateMetrics]);
    expect(JSON.stringify(objects)).not.toContain('job_name: "kube-state-metrics"');
    expect(objects.filter(({ metadata }) => metadata.name.includes(NAME))).toEqual([]);
  });

  it('refuses namespaces that are no names', () => {
    expect(refusal(() => objectsFor({ kubeStateMetrics: { resources, namespaces: ['Shops'] } }))).toBe(
      "prod/kube-state-metrics: namespaces is 'Shops', must be a DNS label (lower-case letters, digits and dashes, at most 63)",
    );
  });

  it('refuses to watch no namespace, which would mean all', () => {
    const identity = { component: NAME, name: NAME, namespace: 'monitoring', environment: 'prod' };
    const make = (): unknown =>
      new KubeStateMetrics(new Chart(new App(), 'c'), 'ksm', { identity, resources, settings: { namespaces: [] } });
    expect(refusal(make)).toBe(
      'c/ksm: namespaces is empty, must have at least one; an empty list means all namespaces of the cluster',
    );
  });
});
