/** Certificates, good and bad, each its own authority. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;

/**
 * Makes one.
 * @param name - host name, or an address
 * @param days - from now until it expires; below 0 it has expired
 */
export async function certificateFor(name: string, days: number): Promise<Certificate> {
  const { generate } = await import('selfsigned');
  const alternative = /^[\d.]+$/.test(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name };
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 100 * DAY_MS),
    notAfterDate: new Date(Date.now() + days * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [alternative] },
    ],
  });
  return { cert: made.cert, key: made.private };
}
