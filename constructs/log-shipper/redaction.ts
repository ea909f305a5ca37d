/**
 * What must not leave a node: secrets that a program wrote into its log by mistake. Taken out of the raw line, before
 * it is read, so that no field can keep one. Patterns hold in Rust's `regex` and in Ruby alike.
 */

/** A pattern, and what stands in place of a match: `$1` is its first group. */
export interface Redaction {
  readonly pattern: string;
  readonly replacement: string;
}

const REDACTED = '[redacted]';

/** Ends of names whose values are secrets: `DB_PASSWORD`, `x-api-key`, `accessToken`. */
const NAMES = [
  'authorization',
  'cookie',
  'credentials?',
  'passphrase',
  'passwd',
  'password',
  'pwd',
  'secret',
  'session[_-]?id',
  'token',
  '(?:access|api|private|secret|signing)[_-]?key',
].join('|');
const NAME = `[\\w.-]*(?:${NAMES})`;
/** Between a name and its value, also in JSON that is a string within JSON. */
const SIGN = '\\\\?["\']?\\s*[:=]\\s*';

/** In the order in which they are applied: what an earlier one leaves, a later one leaves too. */
export const REDACTIONS: readonly Redaction[] = [
  { pattern: '-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*', replacement: REDACTED },
  {
    // The value of a JSON key, whatever its type, becomes a string: the line stays JSON.
    pattern: `(?i)"(${NAME})"\\s*:\\s*(?:"(?:[^"\\\\]|\\\\.)*"|\\[[^\\]]*\\]|\\{[^{}]*\\}|[^",\\s{}\\[\\]]+)`,
    replacement: `"$1":"${REDACTED}"`,
  },
  {
    pattern: `(?i)\\b((?:proxy-)?authorization${SIGN}\\\\?["']?)(?:(?:apikey|basic|bearer|token)\\s+)?[^\\s"'\\\\,;\\[]+`,
    replacement: `$1${REDACTED}`,
  },
  { pattern: `(?i)\\b((?:set-)?cookie${SIGN}\\\\?["']?)[^\\s"'\\\\\\[][^"'\\\\]*`, replacement: `$1${REDACTED}` },
  { pattern: '(?i)\\b(apikey|bearer)\\s+[A-Za-z0-9._~+/=-]{8,}', replacement: `$1 ${REDACTED}` },
  // What a name begins with is not asked for: in a long word Ruby would look for its end from each of its parts.
  { pattern: `(?i)((?:${NAMES})${SIGN}\\\\?["'])[^"'\\\\]+`, replacement: `$1${REDACTED}` },
  { pattern: `(?i)((?:${NAMES})${SIGN})[^\\s"'\\\\,;&(){}\\[\\]]+`, replacement: `$1${REDACTED}` },
  // A password in the address of a database or a proxy.
  { pattern: '(://)[^/\\s:@"\']*:[^/\\s@"\']+@', replacement: `$1${REDACTED}@` },
  { pattern: '\\beyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*', replacement: REDACTED },
];
