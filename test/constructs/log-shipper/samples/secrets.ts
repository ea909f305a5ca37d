/** Lines with secrets in them, and what is left of each. */
import type { LogStream } from '../../../../constructs/log-shipper/settings';
import { shopStream } from '../fixture';
import type { Sample } from './sample';

const SECRET = 'CANARY-s3cr3t.value/x==';
/** What no document may have. */
export const SECRETS = /CANARY|8091726354/;
/** Reads nothing, so that the message is the whole line. */
const stream: LogStream = { ...shopStream, logs: { fields: {}, formats: [] } };

const lines: readonly (readonly [string, string])[] = [
  [`Authorization: Bearer ${SECRET}`, 'Authorization: [redacted]'],
  [`proxy-authorization=Basic ${SECRET} done`, 'proxy-authorization=[redacted] done'],
  [`GET / authorization: "ApiKey ${SECRET}" 200`, 'GET / authorization: "[redacted]" 200'],
  [`sent bearer ${SECRET} upstream`, 'sent bearer [redacted] upstream'],
  [`DB_PASSWORD=${SECRET} PORT=5432`, 'DB_PASSWORD=[redacted] PORT=5432'],
  [`password: '${SECRET}' ok`, "password: '[redacted]' ok"],
  [`x-api-key: ${SECRET}`, 'x-api-key: [redacted]'],
  [`{"password":"${SECRET}","a":1}`, '{"password":"[redacted]","a":1}'],
  [`{"user":{"apiKey" : "${SECRET}\\"more"},"a":1}`, '{"user":{"apiKey":"[redacted]"},"a":1}'],
  [`{"token":8091726354,"a":1}`, '{"token":"[redacted]","a":1}'],
  [`{"set-cookie":["sid=${SECRET}"],"a":1}`, '{"set-cookie":"[redacted]","a":1}'],
  [`{"body":"{\\"access_token\\":\\"${SECRET}\\"}"}`, '{"body":"{\\"access_token\\":\\"[redacted]\\"}"}'],
  [`Set-Cookie: sid=${SECRET}; Path=/`, 'Set-Cookie: [redacted]'],
  [`postgres://app:${SECRET.replace('/', '')}@db:5432/app`, 'postgres://[redacted]@db:5432/app'],
  [`-----BEGIN PRIVATE KEY-----\\n${SECRET}`, '[redacted]'],
  ['jwt eyJhbGciOi.eyJzdWIiOiJDQU5BUlk.c2lnCANARY end', 'jwt [redacted] end'],
  [
    `level=info msg="logged in" password="${SECRET}" port=8080`,
    'level=info msg="logged in" password="[redacted]" port=8080',
  ],
  ['level=info msg="basic authentication is on" port=8080', 'level=info msg="basic authentication is on" port=8080'],
  ['INFO rstmdb: [127.0.0.1:1] Request: Ping (id=1)', 'INFO rstmdb: [127.0.0.1:1] Request: Ping (id=1)'],
];

export const secretSamples: readonly Sample[] = [
  ...lines.map(([line, message]) => ({ name: line, stream, line, document: { message } })),
  {
    name: 'a secret in a field or beside the fields',
    stream: shopStream,
    line: `{"customer":"token=${SECRET}","note":"Bearer ${SECRET}","deep":{"list":[{"secret":"${SECRET}"}]}}`,
    document: {
      format: 'json',
      message: '{"customer":"token=[redacted]","note":"Bearer [redacted]","deep":{"list":[{"secret":"[redacted]"}]}}',
      shop: { customer: 'token=[redacted]', note: 'Bearer [redacted]' },
      rest: { deep: { list: [{ secret: '[redacted]' }] } },
    },
  },
];
