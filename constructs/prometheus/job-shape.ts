/** The shape of a scrape job: what TypeScript holds code to, for services that are written in JavaScript or JSON. */
import { type Shape, list, object, oneOf, quantity, secret, text, union } from '../check/shape';

/** What a check of its own looks at. */
const checked: Shape = () => undefined;

/** A step of a relabelling. */
export const relabelingShape = object(
  {},
  {
    sourceLabels: list(text),
    separator: checked,
    regex: checked,
    targetLabel: text,
    replacement: checked,
    modulus: checked,
    action: oneOf('replace', 'keep', 'drop', 'labelmap', 'labeldrop', 'labelkeep', 'hashmod'),
  },
);

/** One way to prove who asks, and never a secret in plain text. */
export const authShape = union('kind', {
  basic: object({ kind: text, username: text, password: secret }),
  authorization: object({ kind: text, type: text, credentials: secret }),
});

/** Certificates, and never a key in plain text. */
export const tlsShape = object({ authority: secret }, { certificate: secret, key: secret, serverName: text });

/** A scrape job. */
export const scrapeJobShape: Shape = object(
  {
    job: checked,
    discovery: list(checked),
    scheme: checked,
    metricsPath: checked,
    interval: quantity('seconds'),
    timeout: quantity('seconds'),
    sampleLimit: checked,
  },
  {
    labelLimit: checked,
    bodySizeLimit: quantity('bytes'),
    auth: authShape,
    tls: tlsShape,
    params: checked,
    relabelings: list(relabelingShape),
    metricRelabelings: list(relabelingShape),
    probes: checked,
  },
);
