/** Checks of names and addresses. Each answers what a value must be, or undefined when it is. */

/**
 * One label of a DNS name, which is also what Kubernetes asks of most names.
 * https://datatracker.ietf.org/doc/html/rfc1123#section-2.1
 */
const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/**
 * https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels; Prometheus 3 allows more, the tools around
 * it do not.
 */
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

export function dnsLabel(name: string): string | undefined {
  return DNS_LABEL.test(name) ? undefined : 'a DNS label (lower-case letters, digits and dashes, at most 63)';
}

/**
 * A name of an object, which may have dots. https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function objectName(name: string): string | undefined {
  const good = name.length <= 253 && name.split('.').every((label) => DNS_LABEL.test(label));
  return good ? undefined : 'the name of an object (lower-case letters, digits, dashes and dots)';
}

/** A public host name: no scheme, no port, no address. `localhost` is one, for a machine. */
export function hostName(host: string): string | undefined {
  const labels = host.split('.');
  const good = host.length <= 253 && labels.every((label) => DNS_LABEL.test(label)) && !isIpv4(host);
  return good ? undefined : 'a host name in lower case, without scheme, port or trailing dot';
}

/** A label of a metric that people may set. */
export function labelName(name: string): string | undefined {
  if (!LABEL_NAME.test(name)) return 'a label name (letters, digits and underscores, no digit first)';
  return name.startsWith('__')
    ? 'a label name that does not start with __, which Prometheus keeps for itself'
    : undefined;
}

/** The name of a recorded series. https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels */
export function recordName(name: string): string | undefined {
  const good = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name);
  return good ? undefined : 'the name of a metric (letters, digits, underscores and colons, no digit first)';
}

/** `host:port`, as a scrape target is written. */
export function target(text: string): string | undefined {
  if (text.includes('://') || text.includes('/')) return `host:port; scheme and path are the job's`;
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:\s[\]]+))(?::(.*))?$/.exec(text);
  if (match === null) return 'host:port';
  const [, ipv6, host, portText] = match;
  if (portText === undefined) return 'host:port; without a port 80 would be asked';
  if (ipv6 === undefined && !isIpv4(host ?? '') && !isTargetHost(host ?? '')) return 'host:port with a valid host';
  return /^\d+$/.test(portText) ? port(Number(portText)) : 'host:port with a port from 1 to 65535';
}

/** Names of containers may have an underscore, which DNS names of hosts may not. */
function isTargetHost(host: string): boolean {
  return /^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$/.test(host) && !host.includes('..');
}

export function port(number: number): string | undefined {
  return Number.isInteger(number) && number >= 1 && number <= 65535
    ? undefined
    : 'host:port with a port from 1 to 65535';
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

/** An IPv4 or IPv6 block with its mask, and no bit set beyond the mask. */
export function cidr(text: string): string | undefined {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const [, address = '', bitsText = ''] = match ?? [];
  if (match === null) return 'a CIDR block with its mask, like 10.0.0.0/8';
  const bits = Number(bitsText);
  if (address.includes(':')) return bits <= 128 ? undefined : 'a CIDR block with a mask of at most 128';
  if (!isIpv4(address) || bits > 32) return 'a CIDR block with its mask, like 10.0.0.0/8';
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const block = 2 ** (32 - bits);
  const first = Math.floor(number / block) * block;
  return first === number ? undefined : `the first address of its block: ${ipv4Text(first)}/${bits}`;
}

function ipv4Text(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/**
 * A URL inside the cluster or the machine, which may stand in plain text. One that leaves is a secret, for whoever
 * knows the address of a webhook can post to it.
 */
export function insideUrl(text: string): string | undefined {
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text)) return 'a URL with scheme http or https';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'a URL without a password in it';
  if (url.search !== '' || url.hash !== '') return 'a URL without a query, where tokens are often put';
  const { hostname } = url;
  const inside = !hostname.includes('.') || /^127\.|\.svc(?:\.|$)|\.(?:local|internal|localhost)$/.test(hostname);
  return inside || hostname.startsWith('[') ? undefined : 'a host inside (a Service, loopback), or a secret';
}

/** A URL of a service that one may speak to: encrypted, but for one inside. */
export function serviceUrl(text: string): string | undefined {
  const constraint = insideUrl(text);
  if (constraint === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url !== undefined && [url.username, url.password, url.search, url.hash].every((part) => part === '');
  if (plain && url.protocol === 'https:') return undefined;
  return 'a URL with scheme https, and with no password or query in it';
}

/** `somebody@somewhere`. */
export function mailAddress(text: string): string | undefined {
  return /^[^@\s<>,;"]+@[^@\s<>,;"]+\.[^@\s<>,;".]+$/.test(text) ? undefined : 'a mail address';
}
