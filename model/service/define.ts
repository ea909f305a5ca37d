/** Declares a service: what is wrong with its parts together is found here. */
import { Problems, suggestion } from '../problem';
import { probesAskedBy } from '../probe/asked';
import { probeMetrics } from '../probe';
import { Service } from './service';
import type { ServiceSpec } from './spec';

/** @throws VedetteError when two alerts share a name, a text prints what is not there, or a failing probe is told to nobody */
export function defineService<const N extends string>(spec: ServiceSpec<N>): Service<N> {
  const problems = new Problems();
  const names = spec.alerts.map((a) => a.name);
  for (const name of new Set(names.filter((n, i) => names.indexOf(n) !== i))) {
    problems.add({
      id: 'AL-17',
      where: `${spec.id}/alerts`,
      what: `two alerts are named '${name}'`,
      remedy: 'rename one',
    });
  }
  checkTexts(spec, problems);
  checkProbes(spec, problems);
  problems.throwIfAny();
  return new Service(spec);
}

/** A text may print only labels that the result has (AL-11); a missing one renders as nothing. */
function checkTexts<N extends string>(spec: ServiceSpec<N>, problems: Problems): void {
  for (const alert of spec.alerts) {
    const known = [...alert.spec.when.expr.inferred.labels.keys()];
    for (const part of ['summary', 'description'] as const) {
      for (const name of alert.spec[part].labels.filter((l) => !known.includes(l))) {
        const what = `${part} prints label '${name}', which the expression aggregates away`;
        problems.add({ id: 'AL-11', where: `${spec.id}/${alert.name}`, what, remedy: suggestion(name, known) });
      }
    }
  }
}

/** A probe whose failure is told to nobody is worse than none (AL-20); so is a certificate that nobody renews. */
function checkProbes<N extends string>({ id, probes = {}, alerts }: ServiceSpec<N>, problems: Problems): void {
  const told = (metric: { readonly name: string }): readonly string[] =>
    alerts.flatMap(({ spec }) => probesAskedBy(spec.when.expr, metric.name));
  const [failing, expiring] = [told(probeMetrics.success), told(probeMetrics.certificateExpiry)];
  for (const [name, probe] of Object.entries(probes)) {
    const add = (what: string, remedy: string): void =>
      problems.add({ id: 'AL-20', where: `${id}/probes/${name}`, what, remedy });
    if (probe.service !== id) add(`belongs to '${probe.service}'`, `declare it by probesOf('${id}', …)`);
    if (!failing.includes(name)) add('no alert watches its failure', 'add probeFailed(…) to the alerts');
    if (probe.tls && !expiring.includes(name)) {
      add('no alert watches its certificate', 'add certificateExpires(…) to the alerts');
    }
  }
}
