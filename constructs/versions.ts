/** Every image that the stack runs; nothing else names one. */

/** An image by its full name and an exact tag. */
export interface Image {
  /** Registry and name: `quay.io/prometheus/prometheus`. */
  readonly name: string;
  /** Exact version; never `latest` or a moving tag. */
  readonly tag: string;
  /** Content digest, `sha256:…`; binds the tag to one content. */
  readonly digest?: string;
  /** Where its changes are told. */
  readonly releaseNotes: string;
}

const github = (repository: string, tag: string): string => `https://github.com/${repository}/releases/tag/${tag}`;

/** The images at the versions that the tests run against. */
export const images = {
  prometheus: {
    name: 'quay.io/prometheus/prometheus',
    tag: 'v3.15.0',
    releaseNotes: github('prometheus/prometheus', 'v3.15.0'),
  },
  alertmanager: {
    name: 'quay.io/prometheus/alertmanager',
    tag: 'v0.31.1',
    releaseNotes: github('prometheus/alertmanager', 'v0.31.1'),
  },
  configReloader: {
    name: 'quay.io/prometheus-operator/prometheus-config-reloader',
    tag: 'v0.85.0',
    releaseNotes: github('prometheus-operator/prometheus-operator', 'v0.85.0'),
  },
  nodeExporter: {
    name: 'quay.io/prometheus/node-exporter',
    tag: 'v1.12.1',
    releaseNotes: github('prometheus/node_exporter', 'v1.12.1'),
  },
  blackboxExporter: {
    name: 'quay.io/prometheus/blackbox-exporter',
    tag: 'v0.28.0',
    releaseNotes: github('prometheus/blackbox_exporter', 'v0.28.0'),
  },
  kubeStateMetrics: {
    name: 'registry.k8s.io/kube-state-metrics/kube-state-metrics',
    tag: 'v2.18.0',
    releaseNotes: github('kubernetes/kube-state-metrics', 'v2.18.0'),
  },
  postgresExporter: {
    name: 'quay.io/prometheuscommunity/postgres-exporter',
    tag: 'v0.20.1',
    releaseNotes: github('prometheus-community/postgres_exporter', 'v0.20.1'),
  },
  thanos: {
    name: 'quay.io/thanos/thanos',
    tag: 'v0.42.4',
    releaseNotes: github('thanos-io/thanos', 'v0.42.4'),
  },
  grafana: {
    name: 'docker.io/grafana/grafana',
    tag: '13.2.3',
    releaseNotes: github('grafana/grafana', 'v13.2.3'),
  },
  nginx: {
    name: 'docker.io/nginxinc/nginx-unprivileged',
    tag: '1.30.4-alpine',
    releaseNotes: 'https://nginx.org/en/CHANGES-1.30',
  },
  nginxExporter: {
    name: 'docker.io/nginx/nginx-prometheus-exporter',
    tag: '1.5.3',
    releaseNotes: github('nginx/nginx-prometheus-exporter', 'v1.5.3'),
  },
  oauth2Proxy: {
    name: 'quay.io/oauth2-proxy/oauth2-proxy',
    tag: 'v7.15.3',
    releaseNotes: github('oauth2-proxy/oauth2-proxy', 'v7.15.3'),
  },
  /** Programs of the log shipper are tested with the remap language of this version: tools/versions.sh. */
  vector: {
    name: 'docker.io/timberio/vector',
    tag: '0.59.0-distroless-libc',
    releaseNotes: 'https://vector.dev/releases/0.59.0/',
  },
  /** The one with the plug-ins for the store that lines go to. */
  fluentdElasticsearch: {
    name: 'docker.io/fluent/fluentd-kubernetes-daemonset',
    tag: 'v1.19.3-debian-elasticsearch8-1.1',
    releaseNotes: github('fluent/fluentd', 'v1.19.3'),
  },
  fluentdOpensearch: {
    name: 'docker.io/fluent/fluentd-kubernetes-daemonset',
    tag: 'v1.19.3-debian-opensearch-1.1',
    releaseNotes: github('fluent/fluentd', 'v1.19.3'),
  },
  /** Its `pg_dump` reads servers of its own major version and of older ones. */
  postgres: {
    name: 'docker.io/library/postgres',
    tag: '18.1-alpine3.22',
    releaseNotes: 'https://www.postgresql.org/docs/release/18.1/',
  },
  curl: {
    name: 'docker.io/curlimages/curl',
    tag: '8.15.0',
    releaseNotes: 'https://curl.se/ch/8.15.0.html',
  },
  /** Runs the export of Grafana, and the receiver of the local stack under Docker. */
  node: {
    name: 'docker.io/library/node',
    tag: '20.20.2-alpine',
    releaseNotes: github('nodejs/node', 'v20.20.2'),
  },
} as const satisfies Readonly<Record<string, Image>>;

/** Name of an image in {@link images}. */
export type ImageName = keyof typeof images;

/** What an environment changes about where images come from. */
export interface ImageOverrides {
  /** A registry that mirrors the others, put in place of the registry of every name: `registry.example.com/mirror`. */
  readonly registry?: string;
  /** Another tag or a digest, by image. */
  readonly pins?: Readonly<Partial<Record<ImageName, { readonly tag?: string; readonly digest?: string }>>>;
}

/** An image with an environment's changes. */
export function imageOf(name: ImageName, overrides: ImageOverrides = {}): Image {
  const image: Image = images[name];
  const pin = overrides.pins?.[name];
  const path = image.name.slice(image.name.indexOf('/'));
  const digest = pin?.digest ?? image.digest;
  return {
    ...image,
    name: overrides.registry === undefined ? image.name : `${overrides.registry}${path}`,
    tag: pin?.tag ?? image.tag,
    ...(digest === undefined ? {} : { digest }),
  };
}

/** An image as a pod names it: `name:tag`, with `@digest` where there is one. */
export function imageReference({ name, tag, digest }: Image): string {
  return `${name}:${tag}${digest === undefined ? '' : `@${digest}`}`;
}
