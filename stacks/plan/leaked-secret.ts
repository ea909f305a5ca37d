/**
 * Values that look like credentials, in objects that are not Secrets. References are the rule everywhere; this finds
 * what came in as text all the same: a URL in an annotation, a password in a URL, a key in somebody's own template.
 */
import type { Problem } from '../../model/problem';
import { type KubernetesObject, objectText } from './kubernetes-object';
import { texts } from './texts';

/** What a value can give away, and how it looks. */
const PATTERNS: readonly (readonly [string, RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a user and password in a URL', /:\/\/[^/@\s:"'<>{}]+:[^/@\s"'<>{}]+@[^\s/]/],
  ['a Slack webhook', /hooks\.slack\.com\/(?:services|workflows)\/\w/],
  ['a Slack token', /\bxox[abeoprs]-\w/],
  ['a Discord webhook', /discord(?:app)?\.com\/api\/webhooks\/\d/],
  ['a Teams webhook', /\.webhook\.office\.com\/|outlook\.office\.com\/webhook\/|\.logic\.azure\.com.*[?&]sig=/],
  ['a dead man’s switch address', /hc-ping\.com\/[0-9a-f]{8}-|nosnch\.in\/\w/],
  ['a password hash', /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{20}|\$[156]\$[./A-Za-z0-9]+\$/],
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a GitHub token', /\bgh[opsu]_[A-Za-z0-9]{20}|\bgithub_pat_\w{20}/],
  ['a Grafana token', /\bglsa_\w{20}|\bglc_\w{20}/],
  ['a signed token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}/],
  ['a token in a query', /[?&](?:access_token|api_key|apikey|auth_token|token)=[^&\s"'{}$<>]/i],
];

/** What nearly every text lacks: only a text with one of these is looked at closely. */
const SUSPICIOUS =
  /PRIVATE KEY|@|hooks|xox|webhook|azure|hc-ping|nosnch|\$[1256]|A[KS]IA|gh[opsu]_|github_pat|gl(?:sa|c)_|eyJ|key=|token=/i;

/** A problem for each place that holds what looks like a credential; the value itself is not repeated. */
export function leakedSecrets(objects: readonly KubernetesObject[]): Problem[] {
  return objects
    .filter(({ kind }) => kind !== 'Secret')
    .flatMap((object) => texts(object, nameKey).flatMap(({ path, text }) => leaksIn(object, path, text)));
}

function leaksIn(object: KubernetesObject, path: string, text: string): Problem[] {
  return leaks(text).map((what) => ({
    where: objectText(object),
    what: `${path} holds ${what}, must hold no credential`,
    remedy: 'refer to it by a Secret’s name and key, which is mounted as a file',
  }));
}

/** What a text gives away. */
function leaks(text: string): readonly string[] {
  if (!SUSPICIOUS.test(text)) return [];
  return PATTERNS.filter(([, pattern]) => pattern.test(text)).map(([what]) => what);
}

/** A path is part of the message. */
function nameKey(key: string): string {
  return leaks(key).length > 0 ? '<key>' : key;
}
