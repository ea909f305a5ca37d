import { expectDocument } from '../support/generated';
import { policyDocument } from '../support/policy-document';

it('docs/policy.md lists every policy as it is (npm run golden writes it anew)', () => {
  expectDocument('docs/policy.md', policyDocument());
});
