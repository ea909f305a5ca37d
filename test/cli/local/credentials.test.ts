import { X509Certificate } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { compare } from 'bcryptjs';
import { ensureAuthority, ensureCertificate, ensurePassword } from '../../../cli/local/credentials';
import { StateDir } from '../../../cli/local/state';
import { testFolder } from '../../support/folder';

const state = new StateDir(testFolder());
const USERS = { secret: 'users', key: 'htpasswd' };

describe('ensureCertificate', () => {
  it('makes a certificate for the host and for loopback, good for 90 days, and keeps it', async () => {
    await ensureCertificate(state, 'tls', 'localhost');
    const pem = readFileSync(state.secretFile('tls', 'tls.crt'), 'utf8');
    const certificate = new X509Certificate(pem);
    expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
    const days = (Date.parse(certificate.validTo) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(89);
    expect(days).toBeLessThanOrEqual(90);
    await ensureCertificate(state, 'tls', 'localhost');
    expect(readFileSync(state.secretFile('tls', 'tls.crt'), 'utf8')).toBe(pem);
  });

  it('makes another when the host changes', async () => {
    await ensureCertificate(state, 'tls', 'monitoring.test');
    const certificate = new X509Certificate(readFileSync(state.secretFile('tls', 'tls.crt')));
    expect(certificate.checkHost('monitoring.test')).toBe('monitoring.test');
  });
});

describe('ensureAuthority', () => {
  it('shows the certificate without its key, and follows it', async () => {
    const authority = { secret: 'authority', key: 'ca.crt' };
    const seen = (): string => readFileSync(state.secretFile('authority', 'ca.crt'), 'utf8');
    const made = async (host: string): Promise<string> => {
      await ensureCertificate(state, 'tls', host);
      ensureAuthority(state, 'tls', authority);
      return readFileSync(state.secretFile('tls', 'tls.crt'), 'utf8');
    };
    expect(await made('one.test')).toBe(seen());
    expect(await made('two.test')).toBe(seen());
    expect(new X509Certificate(seen()).checkHost('two.test')).toBe('two.test');
    expect(readdirSync(dirname(state.secretFile('authority', 'ca.crt')))).toEqual(['ca.crt']);
  });
});

describe('ensurePassword', () => {
  it('shows a new password once and keeps only its bcrypt hash, in the form that nginx reads', async () => {
    const password = await ensurePassword(state, USERS, 'vedette');
    expect(password).toMatch(/^[\w-]{20}$/);
    const line = readFileSync(state.secretFile(USERS.secret, USERS.key), 'utf8');
    const [user, hash = ''] = line.trim().split(':');
    expect(user).toBe('vedette');
    expect(hash).toMatch(/^\$2y\$06\$/);
    expect(await compare(password ?? '', hash)).toBe(true);
    expect(await ensurePassword(state, USERS, 'vedette')).toBeUndefined();
  });
});
