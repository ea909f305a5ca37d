/** Small deployments that differ in one thing. */
import type { Environment } from '../../../constructs/monitoring/environment';
import type { DashboardFile } from '../../../model/delivery';
import { defineService } from '../../../model';
import type { Service } from '../../../model';
import { prometheus } from '../../../services/prometheus';
import { describe as describeObjects } from '../../../stacks/diff/describe';
import { difference } from '../../../stacks/diff/difference';
import type { KubernetesObject } from '../../../stacks/plan/kubernetes-object';
import { synth } from '../../../stacks/synth';
import { validEnvironment } from '../../constructs/fixture';
import { shop } from '../../support/shop';

type Spec = typeof shop.spec;

/** The shop with other parts. */
export const shopWith = (changes: Partial<Spec>): Service => defineService({ ...shop.spec, ...changes });

/** The shop with a board of these panels. */
export function shopShowing(panels: DashboardFile['model']['panels'], settings: object = {}): Service {
  const model = { uid: 'shop-overview', title: 'Shop', panels, ...settings };
  return shopWith({
    boards: () => ({ dashboards: [{ uid: 'shop-overview', title: 'Shop', folder: 'Shops', model }], omissions: [] }),
  });
}

/** What would be deployed. */
export const rendered = (
  environment: Partial<Environment> = {},
  service: Service = shop,
): readonly KubernetesObject[] =>
  synth(validEnvironment(environment), { services: [service, prometheus], runbooks: [] });

/** `kind | subject: what`, and what it was before and after where that is long. */
export function changes(before: readonly KubernetesObject[], after: readonly KubernetesObject[]): readonly string[] {
  const [old, now] = [before, after].map((objects) => describeObjects(objects, [shop, prometheus]));
  if (old === undefined || now === undefined) return [];
  return difference(old, now).flatMap(({ kind, subject, what, before: was, after: is }) => [
    `${kind} | ${subject}: ${what}`,
    ...(was === undefined ? [] : [`- ${was}`, `+ ${is}`]),
  ]);
}

/** The same manifests with another text in their files. @throws Error where the text is not */
export function edited(objects: readonly KubernetesObject[], from: RegExp, to: string): readonly KubernetesObject[] {
  const found = objects.filter(({ data }) => Object.values(data ?? {}).some((text) => String(text).search(from) >= 0));
  if (found.length === 0) throw new Error(`no file has ${from}`);
  return objects.map((object) => {
    const files = Object.entries(object['data'] ?? {}).map(([name, text]) => [name, String(text).replace(from, to)]);
    return object['data'] === undefined ? object : { ...object, data: Object.fromEntries(files) as object };
  });
}
