/** Lines that Prometheus 3.15.0, Alertmanager 0.31.1 and Thanos 0.42.4 wrote, with another time. */
import { logs as alertmanagerLogs } from '../../../../services/alertmanager/logs';
import { logs as prometheusLogs } from '../../../../services/prometheus/logs';
import { type Sample, streamOf } from './sample';

const prometheus = streamOf('prometheus', prometheusLogs);
const alertmanager = streamOf('alertmanager', alertmanagerLogs);
const TIME = '2026-11-21T19:26:06.958Z';

export const goProgramSamples: readonly Sample[] = [
  {
    name: 'Prometheus refuses a configuration',
    stream: prometheus,
    line: `time=${TIME} level=ERROR source=main.go:1420 msg="Error reloading config" err="couldn't load configuration (--config.file=\\"p.yml\\"): parsing YAML file p.yml: yaml: line 1: did not find expected node content"`,
    document: {
      '@timestamp': TIME,
      format: 'slog',
      level: 'error',
      message: 'Error reloading config',
      prometheus: {
        source: 'main.go:1420',
        error:
          'couldn\'t load configuration (--config.file="p.yml"): parsing YAML file p.yml: yaml: line 1: did not find expected node content',
      },
    },
  },
  {
    name: 'Prometheus starts, and says more than is searched for',
    stream: prometheus,
    line: `time=${TIME} level=INFO source=head.go:941 msg="WAL segment loaded" component=tsdb segment=0 maxSegment=0 duration=224.402µs`,
    document: {
      '@timestamp': TIME,
      format: 'slog',
      level: 'info',
      message: 'WAL segment loaded',
      prometheus: { component: 'tsdb', source: 'head.go:941' },
      rest: { segment: '0', maxSegment: '0', duration: '224.402µs' },
    },
  },
  {
    name: 'a value with a blank in quotation marks',
    stream: prometheus,
    line: `time=${TIME} level=INFO source=manager.go:235 msg="Starting rule manager..." component="rule manager"`,
    document: {
      '@timestamp': TIME,
      format: 'slog',
      level: 'info',
      message: 'Starting rule manager...',
      prometheus: { component: 'rule manager', source: 'manager.go:235' },
    },
  },
  {
    name: 'what Thanos writes beside Prometheus',
    stream: prometheus,
    line: 'ts=2026-11-21T19:26:39.982517505Z caller=intrumentation.go:71 level=warn msg="changing probe status" status=not-ready reason=null',
    document: {
      '@timestamp': '2026-11-21T19:26:39.982517505Z',
      format: 'go_kit',
      level: 'warn',
      message: 'changing probe status',
      prometheus: { source: 'intrumentation.go:71' },
      rest: { status: 'not-ready', reason: 'null' },
    },
  },
  {
    name: 'a key that is there twice, of which the last counts',
    stream: prometheus,
    line: 'ts=2026-11-21T19:26:03.000018317Z caller=handler.go:87 level=info service=http/server component=query caller=tls_config.go:354 msg="Listening on" address=127.0.0.1:19394',
    document: {
      '@timestamp': '2026-11-21T19:26:03.000018317Z',
      format: 'go_kit',
      level: 'info',
      message: 'Listening on',
      prometheus: { component: 'query', source: 'tls_config.go:354' },
      rest: { service: 'http/server', address: '127.0.0.1:19394' },
    },
  },
  {
    name: 'a line of Prometheus that is no pairs: a panic of Go',
    stream: prometheus,
    line: 'goroutine 1 [running]: key=value main.main()',
    document: { message: 'goroutine 1 [running]: key=value main.main()' },
  },
  {
    name: 'pairs without the keys that Go programs have',
    stream: prometheus,
    line: 'a=1 b="2 3"',
    document: { message: 'a=1 b="2 3"' },
  },
  {
    name: 'Alertmanager cannot tell anybody',
    stream: alertmanager,
    line: `time=${TIME} level=WARN source=notify.go:948 msg="Notify attempt failed, will retry later" component=dispatcher receiver=a integration=webhook[0] aggrGroup={}:{} attempts=1 err="Post \\"<redacted>\\": dial tcp 127.0.0.1:1: connect: connection refused"`,
    document: {
      '@timestamp': TIME,
      format: 'slog',
      level: 'warn',
      message: 'Notify attempt failed, will retry later',
      alertmanager: {
        component: 'dispatcher',
        source: 'notify.go:948',
        receiver: 'a',
        integration: 'webhook[0]',
        alert_group: '{}:{}',
        attempts: 1,
        error: 'Post "<redacted>": dial tcp 127.0.0.1:1: connect: connection refused',
      },
    },
  },
  {
    name: 'Alertmanager refuses a configuration, with the error over two lines',
    stream: alertmanager,
    line: `time=${TIME} level=ERROR source=coordinator.go:116 msg="Loading configuration file failed" component=configuration file=a.yml err="yaml: unmarshal errors:\\n  line 1: cannot unmarshal !!str \`bad\` into config.plain"`,
    document: {
      '@timestamp': TIME,
      format: 'slog',
      level: 'error',
      message: 'Loading configuration file failed',
      alertmanager: {
        component: 'configuration',
        source: 'coordinator.go:116',
        file: 'a.yml',
        error: 'yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str `bad` into config.plain',
      },
    },
  },
];
