/** Fluentd's plugins, run by Ruby itself: the same lines make the same documents as those of Vector's programs. */
import { fluentdProgram } from '../../../constructs/log-shipper/fluentd';
import type { LogStream } from '../../../constructs/log-shipper/settings';
import { vrlProgram } from '../../../constructs/log-shipper/vrl';
import { testFolder } from '../../support/folder';
import { rubyDocuments } from '../../support/ruby';
import { type SourceEvent, remapped } from '../../support/vrl';
import { folderPlace } from '../fixture';
import { shopStream, validSettings } from './fixture';
import { SEEN, event } from './lines';
import { SECRETS, type Sample, envelope, samples } from './samples';

const folder = testFolder();
const place = folderPlace(folder);

function documentsOf(
  stream: LogStream,
  events: readonly SourceEvent[],
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return rubyDocuments(fluentdProgram(validSettings({ streams: [stream] }), place), stream.service, events, folder);
}

/** One run of Ruby for each stream. */
async function allDocuments(): Promise<ReadonlyMap<Sample, Readonly<Record<string, unknown>>>> {
  const made = new Map<Sample, Readonly<Record<string, unknown>>>();
  for (const stream of new Set(samples.map((sample) => sample.stream))) {
    const own = samples.filter((sample) => sample.stream === stream);
    const documents = await documentsOf(
      stream,
      own.map(({ line }) => event(line)),
    );
    for (const [index, sample] of own.entries()) made.set(sample, documents[index] ?? {});
  }
  return made;
}

describe('what the plugin makes of a line', () => {
  let made: ReadonlyMap<Sample, Readonly<Record<string, unknown>>>;
  beforeAll(async () => {
    made = await allDocuments();
  }, 120_000);

  it.each(samples)('$name', (sample) => {
    const { stream, document } = sample;
    expect(made.get(sample)).toEqual({ ...envelope(stream), ...document });
    expect(JSON.stringify(made.get(sample))).not.toMatch(SECRETS);
  });

  it.each([
    ['colours, bells and tabs', 'a\tb\r\u0007 \u001b]0;title\u0007c\u001b[1;31md\u001b[0m\u009b \u00a0'],
    ['nothing but blanks', ' \u00a0\t '],
    ['signs of all the world', 'déjà vu — 購入 🚀'],
    ['a time to the second', 'plain', '2026-11-21T19:49:25Z'],
    ['a time to the millisecond', 'plain', '2026-11-21T19:49:25.120Z'],
    ['a time to the microsecond', 'plain', '2026-11-21T19:49:25.000120000Z'],
    ['a time of another zone', 'plain', '2026-11-21T20:49:25.000000001+01:00'],
    ['JSON with a number too large', '{"items":1,"hint":1e400}'],
    ['JSON with half a sign', '{"note":"\\ud800"}'],
    ['JSON with a value that is null', '{"hint":null,"items":null}'],
  ])('has the id and the text that Vector’s program gives: %s', async (_, line, time = SEEN) => {
    const events = [event(line, { '@timestamp': time })];
    const [theirs] = await remapped(vrlProgram(validSettings(), shopStream), events, folder);
    expect(await documentsOf(shopStream, events)).toEqual([theirs]);
  });

  /** 64 KiB of each: a search that begins anew in each part of it takes minutes. */
  it.each(['a-', 'a.', 'token-', 'password ', ' '])('takes no time for a long line of %j', async (part) => {
    const line = `a${part.repeat(Math.ceil(65_536 / part.length))}z`;
    const began = Date.now();
    const [document] = await documentsOf(shopStream, [event(line)]);
    expect(document).toMatchObject({ message: line, format: 'unknown' });
    expect(Date.now() - began).toBeLessThan(5000);
  });
});
