import { App, Chart } from 'cdk8s';
import { fileMounts, filesChecksum } from '../../../constructs/kubernetes/files';
import type { Identity } from '../../../constructs/kubernetes/identity';

const identity: Identity = { component: 'web', name: 'web', namespace: 'a', environment: 'prod' };
const mount = (files: readonly { path: string; content: string }[]) => {
  const chart = new Chart(new App(), 'c');
  const mounts = fileMounts(chart, identity, files, '/etc/web');
  const maps = chart.toJson() as readonly { metadata: { name: string }; data: Readonly<Record<string, string>> }[];
  return { mounts, maps: maps.map(({ metadata, data }) => [metadata.name, Object.keys(data)]) };
};

describe('fileMounts', () => {
  it('makes a ConfigMap of each folder, and shows it where the files were rendered', () => {
    const { mounts, maps } = mount([
      { path: 'rules/b.yml', content: 'b' },
      { path: 'rules/a.yml', content: '' },
      { path: 'boards/x/a.json', content: 'c' },
    ]);
    expect(maps).toEqual([
      ['web-boards-x', ['a.json']],
      ['web-rules', ['a.yml', 'b.yml']],
    ]);
    expect(mounts.map(({ path, volume }) => [path, volume.configMap?.name])).toEqual([
      ['/etc/web/boards/x', 'web-boards-x'],
      ['/etc/web/rules', 'web-rules'],
    ]);
  });

  it('splits a folder that one ConfigMap does not hold, and shows the parts as one', () => {
    const big = 'x'.repeat(500 * 1024);
    const { mounts, maps } = mount(['a', 'b', 'c'].map((name) => ({ path: `rules/${name}.yml`, content: big })));
    expect(maps).toEqual([
      ['web-rules', ['a.yml']],
      ['web-rules-2', ['b.yml']],
      ['web-rules-3', ['c.yml']],
    ]);
    expect(mounts.map(({ volume }) => volume.projected?.sources)).toEqual([
      [
        { configMap: { name: 'web-rules' } },
        { configMap: { name: 'web-rules-2' } },
        { configMap: { name: 'web-rules-3' } },
      ],
    ]);
  });

  it('refuses a file that no ConfigMap holds', () => {
    expect(() => mount([{ path: 'rules/a.yml', content: 'x'.repeat(921_601) }])).toThrow(
      new RangeError('rules/a.yml: size is 921601 bytes, must be at most 921600, which a ConfigMap holds'),
    );
  });

  it('refuses a file in no folder', () => {
    expect(() => mount([{ path: 'a.yml', content: '' }])).toThrow(
      new RangeError('a.yml: a file of a program must lie in a folder, which one ConfigMap holds'),
    );
  });
});

describe('filesChecksum', () => {
  const files = [
    { path: 'config/a', content: '1' },
    { path: 'site/b', content: '2' },
  ];

  it('changes with the files of its folders, and with no others', () => {
    const before = filesChecksum(files, ['config']);
    const [config, site] = files;
    expect(filesChecksum([{ path: 'config/a', content: '3' }, ...files.slice(1)], ['config'])).not.toBe(before);
    expect(filesChecksum([...(config ? [config] : []), { path: site?.path ?? '', content: '4' }], ['config'])).toBe(
      before,
    );
  });
});
