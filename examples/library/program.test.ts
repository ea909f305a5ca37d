import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as pulumi from '@pulumi/pulumi';

test('deploys the stack, and no Secret', async () => {
  const registered: string[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      registered.push(`${type} ${name}`);
      return { id: name, state: inputs };
    },
    call: ({ inputs }) => inputs,
  });
  pulumi.runtime.setAllConfig({ 'project:context': 'ours' });
  const { url } = await import('./program.js');
  assert.equal(await new Promise((resolve) => url.apply(resolve)), 'https://monitoring.ours.example.com/');
  await pulumi.runtime.disconnect();
  assert.ok(registered.includes('vedette:index:MonitoringStack monitoring'), registered.join('\n'));
  assert.ok(registered.includes('kubernetes:apps/v1:StatefulSet monitoring/prometheus'), registered.join('\n'));
  assert.deepEqual(
    registered.filter((each) => each.startsWith('kubernetes:core/v1:Secret')),
    [],
  );
});
