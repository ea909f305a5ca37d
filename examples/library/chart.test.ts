import assert from 'node:assert/strict';
import { test } from 'node:test';
import { manifests } from './chart.js';

test('watches the database at our threshold, and keeps our quota', () => {
  const text = manifests();
  assert.match(text, /database\.ours\.svc:9090/);
  assert.match(text, /alert: "?RstmdbHighLatency"?[^]*?> 0\.25/);
  assert.match(text, /kind: ResourceQuota/);
});
