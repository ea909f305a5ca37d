/** A certificate that cert-manager asks for and renews. https://cert-manager.io/docs/usage/certificate/ */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { type Identity, metadata } from '../kubernetes/identity';

/** Who signs: an issuer of the stack's namespace, or one of the whole cluster. */
export interface CertificateIssuer {
  readonly kind: 'Issuer' | 'ClusterIssuer';
  readonly name: string;
}

/** Has the Secret `secretName` made for the host, with a new key at each renewal. */
export function certificate(
  scope: Construct,
  identity: Identity,
  {
    host,
    secretName,
    issuer,
  }: { readonly host: string; readonly secretName: string; readonly issuer: CertificateIssuer },
): void {
  new ApiObject(scope, 'Certificate', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: metadata(identity),
    spec: {
      secretName,
      dnsNames: [host],
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth'],
      issuerRef: { group: 'cert-manager.io', kind: issuer.kind, name: issuer.name },
    },
  });
}
