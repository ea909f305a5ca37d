/** Lines for a service with a field of every type: what fits, what does not, and times nobody believes. */
import { shopStream as stream } from '../fixture';
import type { Sample } from './sample';

function shop(name: string, line: string, document: Readonly<Record<string, unknown>>): Sample {
  return { name, stream, line, document: { message: line, format: 'json', ...document } };
}

const disbelieved = ['1970-01-01T00:00:00Z', '2099-01-01T00:00:00Z', '2026-11-22T19:49:26Z', 'yesterday', ''];
const believed = [
  ['2026-11-21T20:00:00.5+01:00', '2026-11-21T19:00:00.500Z'],
  ['2026-11-21 20:00:00.123456Z', '2026-11-21T20:00:00.123456Z'],
  ['2026-11-22T19:49:25Z', '2026-11-22T19:49:25Z'],
] as const;

export const shopSamples: readonly Sample[] = [
  shop(
    'each field has its type, also where the line has a string',
    '{"at":"2026-11-21T20:00:00Z","severity":"Warning","body":{"text":"sold","lang":"en"},"customer":17,' +
      '"note":"thanks","items":"3","total":"4.50","paid":"true","hint":{"a":1}}',
    {
      '@timestamp': '2026-11-21T20:00:00Z',
      level: 'warn',
      message: 'sold',
      shop: { customer: '17', note: 'thanks', items: 3, total: 4.5, paid: true },
      rest: { body: { lang: 'en' }, hint: { a: 1 } },
    },
  ),
  shop(
    'a value that does not fit its field stands beside the fields, so that the store refuses no document',
    '{"items":"three","total":{"value":1},"paid":"perhaps","customer":["a"]}',
    { rest: { items: 'three', total: { value: 1 }, paid: 'perhaps', customer: ['a'] } },
  ),
  shop('numbers where others are asked for', '{"items":3.99,"total":7,"paid":0,"customer":2.50,"note":false}', {
    shop: { items: 3, total: 7, paid: false, customer: '2.5', note: 'false' },
  }),
  shop('words for yes and no, and numbers in words', '{"paid":"YES","items":"-5","total":"1e3","customer":true}', {
    shop: { paid: true, items: -5, total: 1000, customer: 'true' },
  }),
  shop('strings that are nearly numbers', '{"items":"3.0","total":"1_000","paid":"on"}', {
    rest: { items: '3.0', total: '1_000', paid: 'on' },
  }),
  shop('nothing is no value', '{"items":null,"note":null,"severity":null}', {}),
  shop('a name that is asked for is no object here', '{"body":"plain","items":1}', {
    shop: { items: 1 },
    rest: { body: 'plain' },
  }),
  shop('signs of all the world', '{"note":"déjà vu — 購入","at":"2026-11-21T19:00:00.000001Z"}', {
    '@timestamp': '2026-11-21T19:00:00.000001Z',
    shop: { note: 'déjà vu — 購入' },
  }),
  ...disbelieved.map((at) => shop(`the time ${at} would make an index of its own`, JSON.stringify({ at }), {})),
  ...believed.map(([at, time]) => shop(`the time ${at}`, JSON.stringify({ at }), { '@timestamp': time })),
];
