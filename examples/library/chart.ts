/** A cdk8s application: the stack beside an object of our own. `manifests()` is what `kubectl apply` takes. */
import { ApiObject, App, Chart } from 'cdk8s';
import { Monitoring } from 'vedette/constructs';
import { prometheus } from 'vedette/services/prometheus';
import { rstmdb } from 'vedette/services/rstmdb';
import { environment } from './environment.js';

export function manifests(): string {
  const app = new App();
  const chart = new Chart(app, 'ours', { disableResourceNameHashes: true });
  new ApiObject(chart, 'quota', {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'monitoring', namespace: environment.namespaces.monitoring },
    spec: { hard: { 'requests.memory': '8Gi' } },
  });
  new Monitoring(chart, 'monitoring', { environment, services: [prometheus, rstmdb] });
  return app.synthYaml();
}
