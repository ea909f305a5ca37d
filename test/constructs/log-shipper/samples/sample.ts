/** A line as a program writes it, and the document that must come of it, whichever shipper reads it. */
import type { LogStream } from '../../../../constructs/log-shipper/settings';
import { SEEN } from '../lines';

export interface Sample {
  readonly name: string;
  readonly stream: LogStream;
  readonly line: string;
  /** Beside what every line of the fixture's pod has. */
  readonly document: Readonly<Record<string, unknown>>;
}

/** What every line of the fixture's pod has, whatever its service. */
export function envelope({ service }: LogStream): Readonly<Record<string, unknown>> {
  return {
    service,
    environment: 'prod',
    cluster: 'mainnet',
    namespace: 'databases',
    pod: 'rstmdb-0',
    container: 'rstmdb',
    node: 'node-a',
    stream: 'stdout',
    '@timestamp': SEEN,
    format: 'unknown',
    event_id: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  };
}

/** A stream of the fixture's pod. */
export function streamOf(service: string, logs: LogStream['logs']): LogStream {
  return { service, namespaces: ['databases'], matchLabels: { 'app.kubernetes.io/name': service }, logs };
}
