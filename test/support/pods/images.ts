/** Which images the lab has: those of an environment's workloads at its own versions, and one made of Debian's package. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ImageName, type ImageOverrides, images } from '../../../constructs/versions';
import { outputOf } from '../command';
import { labCommand } from '../lab';
import { requireTool } from '../tools';

/**
 * An image of the machine's own exporter of nginx, which neither the lab nor the proxy of Go modules has.
 * @param folder - an empty one
 */
export async function makeNginxExporterImage(folder: string): Promise<void> {
  const { path, version } = requireTool('nginx-exporter', 'system');
  const linked = await outputOf('ldd', [path], { seconds: 10 });
  const libraries = [...linked.matchAll(/(\/\S+) \(0x/g)].map(([, library = '']) => library);
  for (const file of [path, ...libraries]) {
    const copy = join(folder, file);
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(file, copy);
  }
  await labCommand('image', `${images.nginxExporter.name}:${version}`, folder, path);
}

/** Every image that pods of the lab can have, as `name:tag`. */
export async function labImages(): Promise<readonly string[]> {
  return (await labCommand('images')).trim().split('\n');
}

/** For images that the lab has, the versions that it has; those that it lacks keep theirs. */
export function pinsFor(available: readonly string[]): NonNullable<ImageOverrides['pins']> {
  const pins = (Object.keys(images) as ImageName[]).flatMap((image) => {
    const { name, tag } = images[image];
    const tags = available.filter((each) => each.startsWith(`${name}:`)).map((each) => each.slice(name.length + 1));
    const [other] = tags;
    return other === undefined || tags.includes(tag) ? [] : [[image, { tag: other }] as const];
  });
  return Object.fromEntries(pins);
}
