import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Image, imageOf, imageReference, images } from '../../constructs/versions';
import { sourceFiles } from '../support/source-file';

const all: readonly (readonly [string, Image])[] = Object.entries(images);

describe('images', () => {
  it.each(all)('%s has an exact version and tells where its changes are told', (_, { name, tag, releaseNotes }) => {
    expect(name).toMatch(/^[a-z0-9.-]+\.[a-z]+\/[a-z0-9./-]+$/);
    // PostgreSQL's versions have two parts.
    expect(tag).toMatch(/^v?\d+\.\d+(\.\d+)?(-[a-z0-9.]+)*$/);
    expect(releaseNotes).toMatch(/^https:\/\//);
  });

  it('are named in one file', () => {
    const names = all.map(([, { name }]) => name.slice(name.indexOf('/') + 1));
    const others = sourceFiles().filter(({ path }) => path !== join('constructs', 'versions.ts'));
    expect(others.length).toBeGreaterThan(50);
    const naming = others.filter(({ path }) => {
      const text = readFileSync(join(__dirname, '../..', path), 'utf8');
      return names.some((name) => new RegExp(`['"\`/]${name}[:@'"\`]`).test(text));
    });
    expect(naming.map(({ path }) => path)).toEqual([]);
  });
});

describe('imageOf', () => {
  const digest = `sha256:${'0a'.repeat(32)}`;

  it('is the image as it is known', () => {
    expect(imageReference(imageOf('prometheus'))).toBe(`${images.prometheus.name}:${images.prometheus.tag}`);
  });

  it('comes from a mirror, at another version, bound to a content', () => {
    const overrides = { registry: 'registry.example.org/mirror', pins: { grafana: { tag: '13.2.4', digest } } };
    expect(imageReference(imageOf('grafana', overrides))).toBe(
      `registry.example.org/mirror/grafana/grafana:13.2.4@${digest}`,
    );
    expect(imageReference(imageOf('nginx', overrides))).toBe(
      `registry.example.org/mirror/nginxinc/nginx-unprivileged:${images.nginx.tag}`,
    );
  });
});
