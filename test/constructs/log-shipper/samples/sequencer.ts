/** Lines of `tracing-subscriber` as the sequencer 0.2.7 sets it up, and of Grafana as it is documented. */
import { logs as grafanaLogs } from '../../../../services/grafana/logs';
import { logs } from '../../../../services/sequencer/logs';
import { type Sample, streamOf } from './sample';

const stream = streamOf('sequencer', logs);
const TIME = '2026-11-21T19:28:39.487383Z';
const esc = (code: number, text: string): string => `\u001b[${code}m${text}\u001b[0m`;
const head = (level: string): string => `${esc(2, TIME)} ${esc(32, level)} ThreadId(01) `;
const target = (name: string): string => `${esc(2, name)}${esc(2, ':')} `;

export const sequencerSamples: readonly Sample[] = [
  {
    name: 'the sequencer: text',
    stream,
    line: `${head(' INFO')}${target('stateset_sequencer::server')}Starting StateSet Sequencer v0.2.7`,
    document: {
      '@timestamp': TIME,
      format: 'text',
      level: 'info',
      message: 'Starting StateSet Sequencer v0.2.7',
      sequencer: { target: 'stateset_sequencer::server' },
    },
  },
  {
    name: 'the sequencer: text of something that was being done',
    stream,
    line: `${head(' WARN')}${esc(1, 'admin_overview')}${esc(1, '{')}${esc(3, 'params')}${esc(2, '=')}Query { page: 3 }${esc(1, '}')}${esc(2, ':')} ${target('stateset_sequencer::api::handlers::admin')}Admin overview table check failed: pool timed out`,
    document: {
      '@timestamp': TIME,
      format: 'text_in_span',
      level: 'warn',
      message: 'Admin overview table check failed: pool timed out',
      sequencer: { target: 'stateset_sequencer::api::handlers::admin', span: 'admin_overview' },
    },
  },
  {
    name: 'the sequencer: JSON',
    stream,
    line: `{"timestamp":"${TIME}","level":"ERROR","fields":{"message":"Internal error in agent handler","error":"Custom { kind: Other, error: \\"db\\" }","code":500},"target":"stateset_sequencer::api::handlers::agents","filename":"src/api/handlers/agents.rs","line_number":621,"span":{"batch":3,"name":"ingest"},"spans":[{"batch":3,"name":"ingest"}],"threadId":"ThreadId(1)"}`,
    document: {
      '@timestamp': TIME,
      format: 'json',
      level: 'error',
      message: 'Internal error in agent handler',
      sequencer: {
        target: 'stateset_sequencer::api::handlers::agents',
        span: 'ingest',
        error: 'Custom { kind: Other, error: "db" }',
        file: 'src/api/handlers/agents.rs',
        line: 621,
      },
      rest: {
        fields: { code: 500 },
        span: { batch: 3 },
        spans: [{ batch: 3, name: 'ingest' }],
        threadId: 'ThreadId(1)',
      },
    },
  },
  {
    name: 'Grafana: a request',
    stream: streamOf('grafana', grafanaLogs),
    line: 'logger=context userId=1 orgId=1 uname=operator t=2026-11-21T19:28:39.123456789Z level=info msg="Request Completed" method=GET path=/api/live/ws status=400 remote_addr=10.0.0.7 time_ms=12 duration=12.5ms size=0',
    document: {
      '@timestamp': '2026-11-21T19:28:39.123456789Z',
      format: 'console',
      level: 'info',
      message: 'Request Completed',
      grafana: {
        logger: 'context',
        user: 'operator',
        method: 'GET',
        path: '/api/live/ws',
        status: 400,
        duration_ms: 12,
      },
      rest: { userId: '1', orgId: '1', remote_addr: '10.0.0.7', duration: '12.5ms', size: '0' },
    },
  },
];
