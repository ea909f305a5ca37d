import { parse } from 'yaml';

import { vectorProgram } from '../../constructs/log-shipper/vector';
import { logShipper } from '../../services/log-shipper';
import { folderPlace } from '../constructs/fixture';
import { validSettings } from '../constructs/log-shipper/fixture';
import { inEveryRelease } from '../support/service-claims';

const rules = inEveryRelease(logShipper).flatMap(({ delivery }) => delivery.ruleGroups.flatMap((group) => group.rules));

describe('the rules of the log shipper', () => {
  it('name components that vector.yaml has', () => {
    const [file] = vectorProgram(validSettings(), folderPlace('/run/vedette', 9598)).files;
    const { sources, sinks } = parse(file?.content ?? '') as Readonly<Record<string, Readonly<Record<string, object>>>>;
    const named = [...JSON.stringify(rules).matchAll(/(?:component_id|buffer_id)=\\"([^"\\]+)/g)].map(([, id]) => id);
    expect([...new Set(named)].sort()).toEqual(['store']);
    expect(Object.keys(sinks ?? {})).toContain('store');
    expect(Object.keys(sources ?? {})).toContain('pods');
  });

  it('are of the node that a shipper is on, not of its pod', () => {
    const ofNodes = rules.filter((rule) => 'alert' in rule && !/Down$|Absent$/.test(rule.alert));
    expect(ofNodes).toHaveLength(5);
    expect(ofNodes.filter(({ expr }) => !/by \(job, node/.test(expr) || /instance/.test(expr))).toEqual([]);
  });

  it('call nobody at night: lines wait, and no alert is made of them', () => {
    const severities = rules.flatMap((rule) => ('alert' in rule ? [rule.labels.severity] : []));
    expect(new Set(severities)).toEqual(new Set(['warning']));
  });
});
