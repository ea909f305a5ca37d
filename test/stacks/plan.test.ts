import { prerequisites } from '../../stacks/plan/prerequisite';
import { durable, plan, resourceKey, summaryText } from '../../stacks/plan/plan';
import { config, find, goodObjects, lenient, namespace, namespaced, object, statefulSet } from './planned-objects';

describe('plan', () => {
  it("gives each object the typed SDK's token and the object's identity as its name", () => {
    const resources = plan([config, statefulSet({ volumes: [] }), namespace], lenient);
    expect(resources.map(({ token, name }) => [token, name])).toStrictEqual([
      ['kubernetes:core/v1:Namespace', 'watch'],
      ['kubernetes:core/v1:ConfigMap', 'watch/prometheus'],
      ['kubernetes:apps/v1:StatefulSet', 'watch/prometheus'],
    ]);
  });

  it('hands the object on as it is', () => {
    expect(plan([config], lenient)[0]?.object).toStrictEqual(config);
  });

  it('makes the same plan whatever the order of the objects', () => {
    expect(plan(goodObjects().reverse(), lenient)).toStrictEqual(plan(goodObjects(), lenient));
  });

  it('puts every resource after those it depends on', () => {
    const seen = new Set<string>();
    const early: string[] = [];
    for (const resource of plan(goodObjects(), lenient)) {
      for (const key of resource.dependsOn) if (!seen.has(key)) early.push(`${resource.name} before ${key}`);
      seen.add(resourceKey(resource));
    }
    expect(early).toStrictEqual([]);
    expect(seen.size).toBe(goodObjects().length);
  });

  it('makes a workload wait for all that its pods name, for its permissions and for its network policy', () => {
    const { dependsOn } = find(plan(goodObjects(), lenient), 'kubernetes:apps/v1:StatefulSet::watch/prometheus');
    expect(dependsOn).toStrictEqual([
      'kubernetes:core/v1:ConfigMap::watch/extra',
      'kubernetes:core/v1:ConfigMap::watch/prometheus',
      'kubernetes:core/v1:Namespace::watch',
      'kubernetes:core/v1:PersistentVolumeClaim::watch/scratch',
      'kubernetes:core/v1:Secret::watch/receivers',
      'kubernetes:core/v1:Secret::watch/registry',
      'kubernetes:core/v1:Secret::watch/seed',
      'kubernetes:core/v1:Secret::watch/tls',
      'kubernetes:core/v1:ServiceAccount::watch/prometheus',
      'kubernetes:networking.k8s.io/v1:NetworkPolicy::watch/prometheus',
      'kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding::prometheus',
      'kubernetes:scheduling.k8s.io/v1:PriorityClass::urgent',
      'kubernetes:storage.k8s.io/v1:StorageClass::fast',
    ]);
  });

  it("reads the pod template of a CronJob, one level deeper than a Deployment's", () => {
    const job = namespaced('batch/v1', 'CronJob', 'backup', {
      spec: { jobTemplate: { spec: { template: { spec: { volumes: [{ configMap: { name: 'prometheus' } }] } } } } },
    });
    const resources = plan([job, config], lenient);
    expect(find(resources, 'kubernetes:batch/v1:CronJob::watch/backup').dependsOn).toStrictEqual([
      'kubernetes:core/v1:ConfigMap::watch/prometheus',
    ]);
  });

  it('does not make a workload wait for its Service, whose endpoints need the workload', () => {
    const { dependsOn } = find(plan(goodObjects(), lenient), 'kubernetes:apps/v1:StatefulSet::watch/prometheus');
    expect(dependsOn).not.toContain('kubernetes:core/v1:Service::watch/prometheus');
  });

  it('makes a custom resource wait for its definition, in whatever version', () => {
    const definition = object(
      { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name: 'probes.example.org' },
      { spec: { group: 'example.org', scope: 'Namespaced', names: { kind: 'Probe' } } },
    );
    const probe = namespaced('example.org/v1beta2', 'Probe', 'health');
    expect(
      find(plan([probe, definition], lenient), 'kubernetes:example.org/v1beta2:Probe::watch/health'),
    ).toMatchObject({
      dependsOn: ['kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition::probes.example.org'],
    });
  });

  it('takes the namespace off what lives in none: built-in kinds, and custom ones by their definition', () => {
    const definition = object(
      { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name: 'fleets.example.org' },
      { spec: { group: 'example.org', scope: 'Cluster', names: { kind: 'Fleet' } } },
    );
    const resources = plan(
      [
        namespaced('v1', 'Namespace', 'watch'),
        namespaced('rbac.authorization.k8s.io/v1', 'ClusterRole', 'reader'),
        namespaced('example.org/v1', 'Fleet', 'all'),
        definition,
      ],
      lenient,
    );
    expect(resources.map(({ name, object: { metadata } }) => [name, metadata])).toStrictEqual([
      ['watch', { name: 'watch' }],
      ['fleets.example.org', { name: 'fleets.example.org' }],
      ['reader', { name: 'reader' }],
      ['all', { name: 'all' }],
    ]);
  });

  it('makes a workload wait for the ExternalSecret from which its Secret is made', () => {
    const external = namespaced('external-secrets.io/v1', 'ExternalSecret', 'from-vault', {
      spec: { target: { name: 'receivers' } },
    });
    const workload = statefulSet({ volumes: [{ secret: { secretName: 'receivers' } }] });
    const { dependsOn } = find(plan([workload, external], lenient), 'kubernetes:apps/v1:StatefulSet::watch/prometheus');
    expect(dependsOn).toStrictEqual(['kubernetes:external-secrets.io/v1:ExternalSecret::watch/from-vault']);
  });

  it('starts a job after the servers of its namespace', () => {
    const job = namespaced('batch/v1', 'Job', 'receiver-test', { spec: { template: { spec: {} } } });
    const resources = plan([job, statefulSet({}), namespaced('batch/v1', 'CronJob', 'backup')], lenient);
    expect(resources.map(({ name, dependsOn }) => [name, ...dependsOn])).toStrictEqual([
      ['watch/prometheus'],
      ['watch/backup', 'kubernetes:apps/v1:StatefulSet::watch/prometheus'],
      ['watch/receiver-test', 'kubernetes:apps/v1:StatefulSet::watch/prometheus'],
    ]);
  });

  it('refuses an output that became a text, by each place', () => {
    const sentence = 'Calling [toString] on an [Output<T>] is not supported.\n\nTo get the value of an Output<T> as…';
    const objects = [
      namespaced('v1', 'ConfigMap', 'site', { data: { 'site.conf': `server_name ${sentence};`, [sentence]: '' } }),
    ];
    const remedy =
      'hand the Output itself to the environment of MonitoringStack, or put it together with pulumi.interpolate';
    expect(() => plan(objects, lenient)).toThrow(
      new Error(
        [
          `ConfigMap watch/site: data.site.conf holds an Output that became a text, must hold its value; ${remedy}`,
          `ConfigMap watch/site: a key holds an Output that became a text, must hold its value; ${remedy}`,
        ].join('\n'),
      ),
    );
  });

  it('guards what holds data, when the environment is durable', () => {
    const guarded = plan(goodObjects(), { protection: durable, existing: [] })
      .filter(({ options }) => options.protect || options.retainOnDelete)
      .map(({ object: { kind }, options }) => [kind, options.protect, options.retainOnDelete]);
    expect(guarded).toStrictEqual([
      ['Namespace', true, true],
      ['Secret', true, false],
      ['Secret', true, false],
      ['Secret', true, false],
      ['Secret', true, false],
      ['PersistentVolumeClaim', true, true],
      ['StatefulSet', true, true],
    ]);
  });

  it('guards nothing, when the environment is ephemeral', () => {
    const guards = plan(goodObjects(), lenient).map(({ options }) => options);
    expect(new Set(guards.map(({ protect, retainOnDelete }) => protect || retainOnDelete))).toStrictEqual(
      new Set([false]),
    );
  });

  it('refuses two objects of one identity, also when their versions differ', () => {
    const objects = [
      namespaced('policy/v1', 'PodDisruptionBudget', 'grafana'),
      namespaced('policy/v1beta1', 'PodDisruptionBudget', 'grafana'),
    ];
    expect(() => plan(objects, lenient)).toThrow(
      new Error('PodDisruptionBudget watch/grafana: is defined 2 times, must be defined once; rename all but one'),
    );
  });

  it('takes one name for objects of different kinds', () => {
    const objects = [config, namespaced('v1', 'Service', 'prometheus'), namespaced('v1', 'Secret', 'prometheus')];
    expect(plan(objects, lenient)).toHaveLength(3);
  });

  it('reports everything that is wrong, together', () => {
    const broken = [
      { kind: 'ConfigMap' },
      object({ apiVersion: 'v1', kind: 'Service', name: 'lost' }),
      statefulSet({ serviceAccountName: 'nobody', volumes: [{ secret: { secretName: 'receivers' } }] }),
    ];
    expect(() => plan(broken, lenient)).toThrow(
      new Error(
        [
          'object 1 of 3: lacks apiVersion, metadata.name, must be a Kubernetes object; give it apiVersion, kind and metadata.name as text',
          "Service lost: namespace is absent, must be set (the current context would choose it); set metadata.namespace, or the chart's namespace",
          'StatefulSet watch/prometheus: needs ServiceAccount watch/nobody, which nothing creates; add the object, or correct the name',
          'StatefulSet watch/prometheus: needs Secret watch/receivers, which nothing creates; set its values in the stack configuration, or declare it as an existing secret',
        ].join('\n'),
      ),
    );
  });

  it('refuses a Secret that carries values, and does not repeat them', () => {
    const secret = namespaced('v1', 'Secret', 'tls', { data: { 'tls.key': 'CANARY' }, stringData: { hint: 'CANARY' } });
    expect(() => plan([secret], lenient)).toThrow(
      new Error(
        'Secret watch/tls: carries values (hint, tls.key) in its manifest, must carry none; remove the object, and set the values in the stack configuration',
      ),
    );
  });
});

describe('prerequisites', () => {
  it('are a namespace of every cluster, and those and the definitions of kinds that are used and not made', () => {
    const objects = [
      namespace,
      config,
      object({ apiVersion: 'v1', kind: 'Service', name: 'db', namespace: 'theirs' }),
      namespaced('monitoring.coreos.com/v1', 'ServiceMonitor', 'prometheus'),
      namespaced('cert-manager.io/v1', 'CertificatePolicy', 'prometheus'),
      namespaced('networking.k8s.io/v1', 'Ingress', 'grafana'),
    ];
    expect(prerequisites(plan(objects, lenient).map((resource) => resource.object))).toStrictEqual([
      {
        token: 'kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition',
        name: 'certificatepolicies.cert-manager.io',
      },
      {
        token: 'kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition',
        name: 'servicemonitors.monitoring.coreos.com',
      },
      { token: 'kubernetes:core/v1:Namespace', name: 'kube-system' },
      { token: 'kubernetes:core/v1:Namespace', name: 'theirs' },
    ]);
  });
});

describe('summaryText', () => {
  it('counts resources by kind', () => {
    expect(summaryText(plan([config, namespace, namespaced('v1', 'ConfigMap', 'grafana')], lenient))).toBe(
      'ConfigMap 2, Namespace 1',
    );
  });
});
