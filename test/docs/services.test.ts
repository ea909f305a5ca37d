import { expectDocument } from '../support/generated';
import { servicesDocument } from '../support/services-document';

it('docs/services.md lists every service as the registry has it (npm run golden writes it anew)', () => {
  expectDocument('docs/services.md', servicesDocument());
});
