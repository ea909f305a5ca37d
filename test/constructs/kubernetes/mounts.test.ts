import { secretMounts } from '../../../constructs/kubernetes/mounts';
import { PodPlace, everywhere } from '../../../constructs/kubernetes/place';

it('Secrets have a volume each, of a name that a volume can have', () => {
  const names = ['users', 'a-b', 'a.b', 'x'.repeat(57), 'x'.repeat(253)];
  const place = new PodPlace('shop', '/data', everywhere(80));
  for (const secret of names) place.secretFile({ secret, key: 'key' });
  const mounts = secretMounts(place);
  const volumes = mounts.map(({ volume }) => volume.name);
  expect(new Set(volumes).size).toBe(names.length);
  expect(volumes.filter((name) => !/^[a-z0-9-]{1,63}$/.test(name))).toEqual([]);
  expect(volumes).toEqual(expect.arrayContaining(['secret-users', 'secret-a-b']));
  expect(mounts.map(({ volume }) => volume.secret?.secretName).sort()).toEqual([...names].sort());
});
