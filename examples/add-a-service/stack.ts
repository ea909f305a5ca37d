/** Somebody's own stack: the components of Vedette in a chart of theirs, watching their service beside the host. */
import { App, Chart } from 'cdk8s';
import { Monitoring } from 'vedette/constructs';
import { services } from 'vedette/services';
import { base, extend } from 'vedette/stacks';
import { checkout } from './service';

const environment = extend(base, {
  name: 'shop',
  cluster: 'shop',
  host: 'monitoring.shop.example.com',
  services: { checkout: { discovery: [{ kind: 'static', targets: ['checkout.shop.svc:9464'] }] } },
});

/** The manifests, as YAML. */
export function shopManifests(): string {
  const app = new App();
  const chart = new Chart(app, 'shop', { disableResourceNameHashes: true });
  new Monitoring(chart, 'monitoring', { environment, services: [...services, checkout] });
  return app.synthYaml();
}
