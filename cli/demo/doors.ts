/** What a demo shows to probes: the exporter's port for theirs, and one page for each path that they ask. */
import type { Endpoint } from '../../constructs/program';
import { endpointText } from '../../constructs/program';
import type { Probe } from '../../model/probe';
import type { Service } from '../../model/service';

/** Bodies by path. */
export type DoorPages = Readonly<Record<string, string>>;

/** Targets of probes by service and probe, and the pages that they find there. */
export interface Doors {
  readonly targets: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly pages: DoorPages;
}

/**
 * The probes of services that are played. All ask the one exporter; a probe that wants what it cannot show (TLS, another
 * method, a body that is more than a fixed text) is not carried out.
 */
export function doorsOf(services: readonly Service[], exporter: Endpoint): Doors {
  const all = services.flatMap(({ spec }) => Object.values(spec.probes ?? {}));
  const pages = pagesFor(all);
  const targets = services.map(({ id, spec }) => {
    const own = Object.values(spec.probes ?? {}).filter(isOfTargets);
    return [
      id,
      Object.fromEntries(own.map((probe) => [probe.name, isServed(probe, pages) ? [endpointText(exporter)] : []])),
    ];
  });
  return { targets: Object.fromEntries(targets), pages };
}

/** It asks the service itself, not the stack's public address. */
const isOfTargets = ({ spec }: Probe): boolean => spec.prober !== 'http' || spec.at !== 'public-url';

function isServed({ spec, tls }: Probe, pages: DoorPages): boolean {
  if (tls || spec.prober === 'dns') return false;
  if (spec.prober === 'tcp') return true;
  const { method = 'GET', status = [200], body = '', path } = spec;
  return method === 'GET' && status.includes(200) && new RegExp(body).test(pages[path] ?? '');
}

/** For each path the texts that its probes look for, one after the other; what must come first does. */
function pagesFor(probes: readonly Probe[]): DoorPages {
  const pages: Record<string, string> = {};
  for (const { spec } of probes) {
    if (spec.prober !== 'http') continue;
    const { path, body = '' } = spec;
    const text = body.replace(/^\^/, '').replace(/\\s\*/g, '');
    const other = pages[path] ?? '';
    pages[path] = body.startsWith('^') ? `${text} ${other}` : `${other}${text} `;
  }
  return pages;
}
