/** What objects name must be there: made by the stack, or said to exist. */
import { ephemeral, plan } from '../../stacks/plan/plan';
import { lenient, namespaced, statefulSet } from './planned-objects';

describe('what objects refer to', () => {
  it('takes a Secret that somebody else makes, in its own namespace only', () => {
    const workload = statefulSet({ volumes: [{ secret: { secretName: 'receivers' } }] });
    const existing = (name: string) => () => plan([workload], { protection: ephemeral, existing: [`Secret ${name}`] });
    expect(existing('watch/receivers')).not.toThrow();
    expect(existing('other/receivers')).toThrow('needs Secret watch/receivers, which nothing creates');
  });

  it('takes references that may be absent: optional ones, and what every cluster provides', () => {
    const workload = statefulSet({
      serviceAccountName: 'default',
      volumes: [
        { configMap: { name: 'tuning', optional: true } },
        { projected: { sources: [{ configMap: { name: 'kube-root-ca.crt' } }] } },
      ],
    });
    expect(plan([workload], lenient)[0]?.dependsOn).toStrictEqual([]);
  });

  it('knows the claim of each replica, and of no further one', () => {
    const volumeClaimTemplates = [{ metadata: { name: 'data' } }];
    const set = statefulSet({}, { replicas: 2, volumeClaimTemplates });
    const reader = (claimName: string) =>
      namespaced('v1', 'Pod', 'reader', { spec: { volumes: [{ persistentVolumeClaim: { claimName } }] } });
    const [, pod] = plan([reader('data-prometheus-1'), set], lenient);
    expect(pod?.dependsOn).toStrictEqual(['kubernetes:apps/v1:StatefulSet::watch/prometheus']);
    expect(() => plan([reader('data-prometheus-2'), set], lenient)).toThrow(
      'needs PersistentVolumeClaim watch/data-prometheus-2, which nothing creates',
    );
  });

  it('refuses a reference that is optional in one place and mandatory in another', () => {
    const workload = statefulSet({
      volumes: [{ configMap: { name: 'tuning', optional: true } }, { configMap: { name: 'tuning' } }],
    });
    expect(() => plan([workload], lenient)).toThrow('needs ConfigMap watch/tuning, which nothing creates');
  });
});
