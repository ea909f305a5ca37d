/** Programs of Vector, run by the real interpreter of their language. */
import { vrlCondition, vrlProgram } from '../../../constructs/log-shipper/vrl';
import type { LogStream } from '../../../constructs/log-shipper/settings';
import { testFolder } from '../../support/folder';
import { type SourceEvent, holds, remapped } from '../../support/vrl';
import { shopStream, validSettings } from './fixture';
import { event } from './lines';
import { SECRETS, envelope, samples } from './samples';

const folder = testFolder();
const documentsOf = (
  stream: LogStream,
  ...lines: readonly string[]
): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  remapped(
    vrlProgram(validSettings(), stream),
    lines.map((line) => event(line)),
    folder,
  );

describe('what a program makes of a line', () => {
  it.each(samples)('$name', async ({ stream, line, document }) => {
    const [made] = await documentsOf(stream, line);
    expect(made).toEqual({ ...envelope(stream), ...document });
    expect(JSON.stringify(made)).not.toMatch(SECRETS);
  });

  it('is the same id whenever it is read, and another for another line', async () => {
    const [once, again, other] = await documentsOf(shopStream, '{"items":1}', '{"items":1}', '{"items":2}');
    expect(again?.['event_id']).toBe(once?.['event_id']);
    expect(other?.['event_id']).not.toBe(once?.['event_id']);
  });
});

describe('which lines are a stream’s', () => {
  const pod = (namespace: string, labels: Readonly<Record<string, string>>): SourceEvent =>
    event('', { kubernetes: { pod_namespace: namespace, pod_labels: labels } });
  it.each([
    ['its pods', pod('shop-green', { app: 'shop', tier: 'web' }), true],
    ['other pods of its namespace', pod('shop-green', { app: 'database' }), false],
    ['its labels in another namespace', pod('elsewhere', { app: 'shop' }), false],
    ['pods without labels', event('', { kubernetes: { pod_namespace: 'shop-blue' } }), false],
  ])('%s', async (_, line, expected) => {
    expect(await holds(vrlCondition(shopStream), line, folder)).toBe(expected);
  });
});
