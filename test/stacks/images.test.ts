/** Where images come from, in every environment: its own registry, tags and digests, for every container. */
import { type ImageName, images } from '../../constructs/versions';
import { clusterEnvironmentNames, environmentNamed } from '../../stacks/environments';
import { synth } from '../../stacks/synth';
import { readCluster } from '../support/network/cluster';

const names = Object.keys(images) as readonly ImageName[];
const digestOf = (name: ImageName): string => `sha256:${names.indexOf(name).toString(16).padStart(2, '0').repeat(32)}`;
const pins = Object.fromEntries(names.map((name) => [name, { digest: digestOf(name) }]));

function imagesOf(changes: object): readonly string[] {
  const environment = environmentNamed('prod');
  return used({ ...environment, ...changes });
}

function used(environment: Parameters<typeof synth>[0]): readonly string[] {
  const { pods } = readCluster(synth(environment));
  const containers = pods.flatMap(({ spec }) => [...spec.containers, ...(spec.initContainers ?? [])]);
  return [...new Set(containers.map(({ image = '' }) => image))].sort();
}

it.each(clusterEnvironmentNames)('%s runs images that are known, each by its exact tag', (name) => {
  const known = Object.values(images).map((image) => `${image.name}:${image.tag}`);
  const found = used(environmentNamed(name));
  expect(found.length).toBeGreaterThan(7);
  expect(found.filter((image) => !known.includes(image))).toEqual([]);
});

it('all of them come from the registry of an environment that names one', () => {
  const found = imagesOf({ images: { registry: 'registry.example.org/mirror' } });
  expect(found.length).toBeGreaterThan(7);
  expect(found.filter((image) => !image.startsWith('registry.example.org/mirror/'))).toEqual([]);
});

it('all of them are bound to a content where an environment pins digests', () => {
  const expected = names.map((name) => `${images[name].name}:${images[name].tag}@${digestOf(name)}`);
  const found = imagesOf({ images: { pins } });
  expect(found.length).toBeGreaterThan(7);
  expect(found.filter((image) => !expected.includes(image))).toEqual([]);
});
