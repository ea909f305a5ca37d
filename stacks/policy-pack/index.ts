/** The project's own policy pack: `pulumi preview --policy-pack stacks/policy-pack`. */
import { PolicyPack } from '@pulumi/policy';
import { environments } from '../environments';
import { policies } from '../policy';

const all = Object.values(environments);

new PolicyPack('vedette', {
  policies: policies({
    hostNamespaces: [...new Set(all.map(({ namespaces }) => namespaces.node))],
    productionStacks: all.filter(({ purpose }) => purpose === 'production').map(({ name }) => name),
    // Entries made by `policyWaiver()`; docs/policy.md says how.
    waivers: [],
  }),
});
