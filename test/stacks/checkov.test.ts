/** checkov over production: every check that it makes of Kubernetes, with dated waivers only. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentNamed } from '../../stacks/environments';
import { manifestText } from '../../stacks/manifest';
import { synth } from '../../stacks/synth';
import { testFolder } from '../support/folder';
import { scan } from '../support/scanners/checkov';
import { checkovWaivers, judged } from '../support/scanners/waivers';

const folder = testFolder();
/** A pod that may do anything: without it, nothing would tell a scanner that looks from one that does not. */
const BAD = `apiVersion: v1
kind: Pod
metadata: { name: bad, namespace: bad }
spec:
  hostNetwork: true
  containers:
    - { name: bad, image: 'docker.io/library/busybox', securityContext: { privileged: true } }
`;

it('passes it, but for what is waived, while a bad pod beside it does not', async () => {
  const [good, bad] = [join(folder, 'prod.yaml'), join(folder, 'bad.yaml')];
  writeFileSync(good, manifestText(synth(environmentNamed('prod'))));
  writeFileSync(bad, BAD);
  const { passed, findings } = await scan([good, bad]);
  const isBad = ({ where }: { where: string }): boolean => where === 'Pod.bad.bad';
  const seen = findings.filter(isBad).map(({ id }) => id);
  expect(seen).toEqual(expect.arrayContaining(['CKV_K8S_14', 'CKV_K8S_16', 'CKV_K8S_19', 'CKV_K8S_22']));
  expect(passed).toBeGreaterThan(500);
  const today = new Date().toISOString().slice(0, 10);
  expect(
    judged(
      findings.filter((each) => !isBad(each)),
      checkovWaivers,
      today,
    ),
  ).toEqual([]);
}, 150_000);
