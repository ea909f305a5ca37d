/** The certificate and the password of a local stack: made on the spot, kept as files that the programs are given. */
import { X509Certificate, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { SecretRef } from '../../model/delivery';
import { type StateDir, writeWhole } from './state';

/** Days that the certificate is good for; it is renewed by an `up` in its last week. */
const CERTIFICATE_DAYS = 90;
const RENEW_DAYS = 7;
const DAY_MS = 86_400_000;

/** bcrypt's cost: every request is hashed again by nginx, and 120 random bits need no slow hash. */
const BCRYPT_COST = 6;

/** Makes key and certificate for a host name and loopback, unless there is one that is good for a while. */
export async function ensureCertificate(state: StateDir, secret: string, host: string): Promise<void> {
  const certificate = state.secretFile(secret, 'tls.crt');
  if (existsSync(certificate) && isGood(readFileSync(certificate, 'utf8'), host)) return;
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + CERTIFICATE_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: host },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  writeWhole(state.secretFile(secret, 'tls.key'), made.private);
  writeWhole(certificate, made.cert);
}

/** Puts the certificate, which is its own authority, where a program can read it that must not read the key. */
export function ensureAuthority(state: StateDir, secret: string, authority: SecretRef): void {
  const certificate = readFileSync(state.secretFile(secret, 'tls.crt'), 'utf8');
  const path = state.secretFile(authority.secret, authority.key);
  if (!existsSync(path) || readFileSync(path, 'utf8') !== certificate) writeWhole(path, certificate);
}

function isGood(pem: string, host: string): boolean {
  const certificate = new X509Certificate(pem);
  return (
    certificate.checkHost(host) !== undefined && Date.parse(certificate.validTo) > Date.now() + RENEW_DAYS * DAY_MS
  );
}

/**
 * Makes a password and writes the htpasswd file, unless there is one.
 * @returns the password when it is new; it is stored nowhere, so this is the only time it can be shown
 */
export async function ensurePassword(state: StateDir, users: SecretRef, user: string): Promise<string | undefined> {
  const path = state.secretFile(users.secret, users.key);
  if (existsSync(path)) return undefined;
  const password = randomBytes(15).toString('base64url');
  const { hash } = await import('bcryptjs');
  // nginx leaves hashing to the system's crypt(), which knows the same hash as $2y$ everywhere, as $2b$ not on all.
  const line = `${user}:${(await hash(password, BCRYPT_COST)).replace(/^\$2[ab]\$/, '$2y$')}\n`;
  writeWhole(path, line);
  return password;
}

/** Writes a random value into a file that a program reads as a secret, unless there is one. */
export function ensureSecret(state: StateDir, ref: SecretRef): void {
  const path = state.secretFile(ref.secret, ref.key);
  if (!existsSync(path)) writeWhole(path, randomBytes(24).toString('base64url'));
}
