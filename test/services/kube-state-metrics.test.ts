import { kubeStateMetrics } from '../../services/kube-state-metrics';
import { inEveryRelease } from '../support/service-claims';

const rules = inEveryRelease(kubeStateMetrics).flatMap(({ delivery }) =>
  delivery.ruleGroups.flatMap((group) => group.rules),
);

describe('the rules of Kubernetes', () => {
  it('call nobody at night: what users feel is told by the service that runs there', () => {
    const severities = rules.flatMap((rule) => ('alert' in rule ? [rule.labels.severity] : []));
    expect(new Set(severities)).toEqual(new Set(['warning']));
  });

  it('are of the object, not of the kube-state-metrics that shows it', () => {
    const ofObjects = rules.filter((rule) => 'alert' in rule && /^Kube(?!StateMetrics)/.test(rule.alert));
    expect(ofObjects).toHaveLength(8);
    expect(ofObjects.filter(({ expr }) => !/(max|min) by \(/.test(expr) || /instance/.test(expr))).toEqual([]);
  });

  it('bear one lost scrape', () => {
    const states = rules.filter((rule) => 'alert' in rule && /^Kube(?!StateMetrics)/.test(rule.alert));
    expect(states.filter(({ expr }) => !expr.includes('max_over_time('))).toEqual([]);
  });
});
