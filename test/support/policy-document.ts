/** docs/policy.md, from the policies. */
import { policyFamilies } from '../../stacks/policy/all';
import type { Policy } from '../../stacks/policy/policy';
import { cell, table } from './markdown-table';

const HEAD = `# Policies

What every Kubernetes object of a Pulumi program must keep to, whoever wrote the program: a policy pack (CrossGuard) that
Pulumi runs while it previews and while it deploys. This file is written by \`npm run golden\` from \`stacks/policy/\`; a
test holds that it is current, and that each policy lets sound objects pass and refuses one that breaks it.

\`\`\`
pulumi preview --stack dev --policy-pack stacks/policy-pack
pulumi up --stack dev --policy-pack stacks/policy-pack
\`\`\`

Every policy is mandatory: a preview that breaks one fails, and \`pulumi up\` does not make the object. Where a rule needs
the whole stack (a budget for a workload, a volume and what is kept on it), it is judged at the end of the preview: do not
skip that. A value that is known only after a deployment is judged then.

\`vedette check\` judges what monitoring means, before there is a program; see [checks.md](checks.md). The pack judges what
a program registers, also beside the stack and by others. The environments of this project keep to all of it.

\`pulumi-analyzer-policy\`, which starts packs, comes with Pulumi. \`test/live/pulumi-policy.test.ts\` runs the pack under
Pulumi 3.220.0, with the same provider as [the other tests of the engine](deploy.md#how-this-is-tested).

## In a project of one's own

\`--policy-pack node_modules/vedette/stacks/policy-pack\` takes this project's pack. A pack with settings and waivers of one's
own is [a few lines](../examples/library/policy.ts), a \`PulumiPolicy.yaml\`, and a \`package.json\` with a version.

| setting             | what it names                                                                | without it   |
| ------------------- | ---------------------------------------------------------------------------- | ------------ |
| \`hostNamespaces\`    | namespaces of agents, which alone may see files and network of their node    | none         |
| \`exposedServices\`   | Services that may be reached from outside, as \`namespace/name\`               | none         |
| \`productionStacks\`  | stacks on which people rely; policies marked *production* hold there alone   | none         |
| \`waivers\`           | what is excused                                                              | nothing      |

## Waivers

A waiver excuses one policy at one object, with an owner, a reason and the last day on which it holds. It is an entry of
\`waivers\` in the pack, for this project in [stacks/policy-pack/index.ts](../stacks/policy-pack/index.ts); \`where\` is what the message
begins with:

\`\`\`
policyWaiver({
  id: 'pinned-image',
  where: 'Deployment monitoring/grafana',
  owner: 'platform',
  reason: 'the mirror has no other tag until it is rebuilt',
  expires: '2027-03-31',
})
\`\`\`

After its day it excuses nothing, and fails the preview itself (\`waivers-in-date\`).
`;

/** The whole document. */
export function policyDocument(): string {
  const parts = policyFamilies.map(
    ({ title, policies }) =>
      `## ${title}\n\n${table([['id', 'what holds', 'why', 'remedy', 'source'], ...policies.map(row)])}`,
  );
  return `${HEAD}\n${parts.join('\n\n')}\n`;
}

function row({ name, rule, why, remedy, source, onlyProduction }: Policy): readonly string[] {
  const scope = onlyProduction === true ? ' (*production*)' : '';
  return [`\`${name}\`${scope}`, cell(rule), cell(why), cell(remedy), `[text](${source})`];
}
