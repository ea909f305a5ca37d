/**
 * Stands in for the sequencer: pods with the labels and the port of its own manifests, which serve a page that a real
 * one showed, and say that they are well.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sequencerPods } from '../../../stacks/environment/base';
import { ROOT } from '../source-file';

const NAMESPACE = 'sequencer';
const metadata = { name: 'sequencer', namespace: NAMESPACE };
const labels = sequencerPods.kind === 'kubernetes' ? sequencerPods.matchLabels : {};

const CONFIG = `pid /tmp/nginx.pid;
events {}
http {
  client_body_temp_path /tmp/body; proxy_temp_path /tmp/proxy; fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi; scgi_temp_path /tmp/scgi;
  access_log off;
  default_type text/plain;
  server {
    listen 8080;
    location = /metrics { alias /etc/sequencer/metrics; }
    location = /health { return 200 '{"status":"healthy"}'; }
    location = /ready { return 200 '{"status":"ready"}'; }
  }
  server { listen 8081; }
}
`;

/** Its objects. @param image - nginx, with its tag */
export function sequencerObjects(image: string): readonly object[] {
  const page = readFileSync(join(ROOT, 'test/fixtures/sequencer-0.2.7.prom'), 'utf8');
  const container = {
    name: 'sequencer',
    image,
    command: ['nginx', '-e', '/dev/stderr', '-c', '/etc/sequencer/nginx.conf', '-g', 'daemon off;'],
    ports: [{ name: 'http', containerPort: 8080 }],
    volumeMounts: [
      { name: 'files', mountPath: '/etc/sequencer' },
      { name: 'scratch', mountPath: '/tmp' },
    ],
  };
  const spec = {
    securityContext: { runAsNonRoot: true, runAsUser: 101 },
    containers: [container],
    volumes: [
      { name: 'files', configMap: { name: metadata.name } },
      { name: 'scratch', emptyDir: {} },
    ],
  };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'nginx.conf': CONFIG, metrics: page } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
    },
  ];
}
