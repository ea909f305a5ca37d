import { claimIndex, promtoolFile } from '../../../model/proof';
import type { ProofCase } from '../../../model/proof';

const options = { ruleFiles: ['rules.yml'], groupOrder: ['shop.recordings', 'shop.alerts'] };
const page = { labels: { severity: 'critical', instance: 'a:1' }, annotations: { summary: 'a:1 is down' } };
const one: ProofCase = {
  kind: 'firing',
  title: 'fires when the target stops answering',
  step: 15,
  inputs: [{ name: 'up', labels: { job: 'shop', instance: 'a:1' }, samples: [1, 1, 0, 0, 0] }],
  claims: [
    { kind: 'page', of: 'it stops', at: 60, pages: [page] },
    { kind: 'silent', at: 120 },
    { kind: 'fires', severity: 'critical', at: 60, instances: 1 },
  ],
};

describe('promtoolFile', () => {
  it('is a test file of one timeline, whose queries name their claims', () => {
    expect(promtoolFile('ShopDown', one, options)).toEqual({
      rule_files: ['rules.yml'],
      group_eval_order: ['shop.recordings', 'shop.alerts'],
      evaluation_interval: '15s',
      tests: [
        {
          name: 'fires when the target stops answering',
          interval: '15s',
          input_series: [{ series: 'up{instance="a:1", job="shop"}', values: '1 1 0x2' }],
          promql_expr_test: [
            {
              expr: 'count(ALERTS{alertname="ShopDown", alertstate="firing"}) # 1',
              eval_time: '120s',
              exp_samples: [],
            },
            {
              expr: 'count(ALERTS{alertname="ShopDown", alertstate="firing", severity="critical"}) # 2',
              eval_time: '60s',
              exp_samples: [{ labels: '{}', value: 1 }],
            },
          ],
          alert_rule_test: [
            {
              alertname: 'ShopDown',
              eval_time: '60s',
              exp_alerts: [{ exp_labels: page.labels, exp_annotations: page.annotations }],
            },
          ],
        },
      ],
    });
  });
});

describe('claimIndex', () => {
  it('reads back which claim a query decides', () => {
    const queries = promtoolFile('ShopDown', one, options).tests[0].promql_expr_test;
    expect(queries.map(({ expr }) => claimIndex(expr))).toEqual([1, 2]);
    expect(claimIndex('up == 0')).toBeUndefined();
  });
});
