/** A policy pack of our own: `pulumi preview --policy-pack .`, where PulumiPolicy.yaml lies. */
import { PolicyPack } from '@pulumi/policy';
import { policies, policyWaiver } from 'vedette/policy';

new PolicyPack('ours', {
  policies: policies({
    hostNamespaces: ['monitoring-node'],
    exposedServices: ['edge/ingress'],
    productionStacks: ['ours'],
    waivers: [
      policyWaiver({
        id: 'pinned-image',
        where: 'Deployment shop/cart',
        owner: 'shop',
        reason: 'the cart is built by hand until its pipeline is there',
        expires: '2027-03-31',
      }),
    ],
  }),
});
