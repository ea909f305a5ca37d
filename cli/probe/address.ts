/** Where a page of metrics is, and how the asker proves himself; both as typed on the command line. */
import { readFileSync } from 'node:fs';
import { CliError, EXIT } from '../exit';

/** How a page is asked for. */
export interface PageRequest {
  readonly url: URL;
  /** By name. Values can be secrets, so no message shows one. */
  readonly headers: Readonly<Record<string, string>>;
  /** What must not be shown, whoever sends it back. */
  readonly secrets: readonly string[];
}

export interface RequestFlags {
  /** Each `Name: value`. */
  readonly header?: readonly string[];
  readonly bearerFile?: string;
}

const usage = (message: string): CliError => new CliError(EXIT.usage, message);

/** @throws CliError for an address or a header that cannot be used; it shows no value of a header */
export function pageRequest(address: string, { header = [], bearerFile }: RequestFlags): PageRequest {
  const url = pageUrl(address);
  const given = header.map(readHeader);
  const all =
    bearerFile === undefined ? given : [...given, { name: 'Authorization', value: `Bearer ${token(bearerFile)}` }];
  const names = all.map(({ name }) => name.toLowerCase());
  const twice = all.find(({ name }, i) => names.indexOf(name.toLowerCase()) !== i);
  if (twice !== undefined) {
    const together = bearerFile === undefined ? '' : '; --bearer-file gives Authorization';
    throw usage(`header '${twice.name}' is given twice${together}`);
  }
  return {
    url,
    headers: Object.fromEntries(all.map(({ name, value }) => [name, value])),
    secrets: all.flatMap(({ value }) => secretsIn(value)),
  };
}

function pageUrl(address: string): URL {
  if (!/^https?:\/\//i.test(address)) {
    const remedy = /^[\w.[\]:-]+(?:\/(?!\/)\S*)?$/.test(address) ? `; write http://${address}` : '';
    throw usage(`the address is not one of http:// or https://${remedy}`);
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) throw usage(`'${address}' is no address`);
  if (url.username !== '' || url.password !== '') {
    throw usage("the address holds a user or a password; give them by --header 'Authorization: Basic …'");
  }
  url.hash = '';
  return url;
}

function readHeader(text: string, index: number): { readonly name: string; readonly value: string } {
  const [, name, value = ''] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\t\x20-\x7e\x80-\xff]+?)[ \t]*$/.exec(text) ?? [];
  if (name === undefined) throw usage(`--header number ${index + 1} is not of the form 'Name: value'`);
  return { name, value };
}

function token(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new CliError(EXIT.usage, `--bearer-file cannot be read: ${(cause as Error).message}`, { cause });
  }
  if (text === '') throw usage(`--bearer-file ${file} is empty`);
  if (!/^[\x21-\x7e]+$/.test(text)) throw usage(`--bearer-file ${file} holds more than one token on one line`);
  return text;
}

/** Shorter ones are words that a page can have of its own. */
const SHORTEST_SECRET = 6;

/** The value, and the credential behind the name of its scheme. */
const secretsIn = (value: string): readonly string[] =>
  [value, ...value.split(/\s+/).slice(1)].filter(({ length }) => length >= SHORTEST_SECRET);
