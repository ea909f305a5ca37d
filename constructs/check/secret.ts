/** The name of a secret, and of the value in it. https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data */
import type { SecretRef } from '../../model/delivery';
import { objectName } from './names';
import type { Report } from './report';

/** Writes down what no Secret can be called. */
export function checkSecret({ secret, key }: SecretRef, path: string, report: Report): void {
  report.must(`${path}.secret`, secret, objectName(secret));
  if (!/^[A-Za-z0-9._-]+$/.test(key)) {
    report.must(`${path}.key`, key, 'a key of a Secret (letters, digits, dash, dot, _)');
  }
}
