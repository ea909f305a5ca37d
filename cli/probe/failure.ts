/** Why no answer came, in words. */
import type { Problem } from '../../model/problem';

type Failure = Pick<Problem, 'what' | 'remedy'>;

const UNTRUSTED = 'give its authority: NODE_EXTRA_CA_CERTS=ca.pem vedette probe …';

/** By the code that Node and OpenSSL give. @see https://nodejs.org/api/errors.html#nodejs-error-codes */
const FAILURES: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: { what: 'nothing listens there', remedy: 'see that the program runs, and on which port its page is' },
  ENOTFOUND: { what: 'the host is not known', remedy: 'see how its name is spelt' },
  EAI_AGAIN: { what: 'no name server answers', remedy: 'see the network of this machine' },
  EHOSTUNREACH: { what: 'the host cannot be reached', remedy: 'see the network between here and there' },
  ENETUNREACH: { what: 'the network cannot be reached', remedy: 'see the network of this machine' },
  ECONNRESET: {
    what: 'the connection was cut off',
    remedy: 'see the log of the program, and whether it wants https://',
  },
  UND_ERR_SOCKET: {
    what: 'the connection was closed without a whole answer',
    remedy: 'see the log of the program, and whether it wants https://',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: { what: 'the certificate is its own authority', remedy: UNTRUSTED },
  SELF_SIGNED_CERT_IN_CHAIN: { what: 'nobody here knows the authority of the certificate', remedy: UNTRUSTED },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { what: 'nobody here knows the authority of the certificate', remedy: UNTRUSTED },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { what: 'nobody here knows the authority of the certificate', remedy: UNTRUSTED },
  CERT_HAS_EXPIRED: { what: 'the certificate has expired', remedy: 'renew it' },
  CERT_NOT_YET_VALID: { what: 'the certificate is not valid yet', remedy: 'see the clock of this machine' },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    what: 'the certificate is for another host',
    remedy: 'use a name that is in the certificate',
  },
  ERR_SSL_WRONG_VERSION_NUMBER: { what: 'the port does not speak TLS', remedy: 'write http://' },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: { what: 'the port does not speak TLS', remedy: 'write http://' },
};

/** @param timeout how long was waited, in words */
export function failureProblem(error: unknown, { protocol }: URL, timeout: string): Failure {
  if (isTimeout(error)) {
    return {
      what: `no whole answer within ${timeout}`,
      remedy: 'give a longer --timeout, or see why it takes so long',
    };
  }
  const { code, message } = causeOf(error);
  const known = FAILURES[code];
  if (known !== undefined) return known;
  if (code.startsWith('HPE_')) return { what: 'the port does not speak HTTP', remedy: 'see which port the page is on' };
  if (protocol === 'https:' && /^(?:EPROTO|ERR_SSL_)/.test(code)) {
    return { what: `TLS fails: ${message}`, remedy: 'see which versions of TLS the program speaks' };
  }
  // The standard of fetch keeps a list of ports of other protocols, which it never asks.
  if (message === 'bad port') return { what: 'the port is one that is never asked over HTTP', remedy: 'take another' };
  return { what: `no answer: ${message}` };
}

/** What `fetch` throws: it hides the reason in the cause, and gives one for each address of a host. */
interface Thrown {
  readonly name?: string;
  readonly message?: string;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

const isThrown = (error: unknown): error is Thrown => typeof error === 'object' && error !== null;

const isTimeout = (error: unknown): boolean => isThrown(error) && error.name === 'TimeoutError';

function causeOf(error: unknown): { readonly code: string; readonly message: string } {
  if (!isThrown(error)) return { code: '', message: String(error) };
  const deeper = error.errors?.[0] ?? error.cause;
  if (deeper !== undefined) return causeOf(deeper);
  return { code: String(error.code ?? ''), message: (error.message ?? '').trim() };
}
