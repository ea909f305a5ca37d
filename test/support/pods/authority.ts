/** Certificates for pods, and a look at which one a server shows. */
import { X509Certificate } from 'node:crypto';
import { type RequestOptions, get } from 'node:https';
import { generate } from 'selfsigned';
import { connect } from 'node:tls';

/** A certificate and its key, as PEM. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
  /** SHA-256 of the certificate. */
  readonly fingerprint: string;
}

/** As a Secret of type `kubernetes.io/tls` has them. */
export function filesOf({ certificate, key }: Certified): Readonly<Record<string, string>> {
  return { 'tls.crt': certificate, 'tls.key': key };
}

const KIND = { keyType: 'ec', algorithm: 'sha256' } as const;

/** Signs certificates, each with a key of its own. */
export class Authority {
  private constructor(
    /** Its own, as PEM. */
    readonly certificate: string,
    private readonly key: string,
  ) {}

  static async make(): Promise<Authority> {
    const extensions = [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ] as const;
    const made = await generate([{ name: 'commonName', value: 'authority' }], { ...KIND, extensions: [...extensions] });
    return new Authority(made.cert, made.private);
  }

  /** A certificate of that name, for a server or a client. */
  async issue(name: string): Promise<Certified> {
    const altNames = [{ type: 2 as const, value: name }];
    const made = await generate([{ name: 'commonName', value: name }], {
      ...KIND,
      ca: { cert: this.certificate, key: this.key },
      extensions: [{ name: 'subjectAltName', altNames }],
    });
    const { fingerprint256: fingerprint } = new X509Certificate(made.cert);
    return { certificate: made.cert, key: made.private, fingerprint };
  }

  /**
   * Which certificate of this authority a server shows for a name.
   * @returns its SHA-256
   */
  shown(host: string, port: number, servername: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, servername, ca: this.certificate, timeout: 10_000 }, () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      });
      socket.on('timeout', () => socket.destroy(new Error(`${host}:${port}: no answer`)));
      socket.on('error', reject);
    });
  }
}

/** The status of a page. @throws Error where there is no connection, or the server wants a certificate */
export function pageStatus(options: RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get({ ...options, timeout: 10_000 }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
  });
}
