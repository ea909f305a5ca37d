/**
 * What nginx tells by its own counters, as its exporter 0.11 was seen to expose them and the sources of 1.5.3 name them.
 * They tell neither status codes nor times: those come from what is behind, and from probes of the public address.
 * @see https://github.com/nginx/nginx-prometheus-exporter#exported-metrics
 * @see https://nginx.org/en/docs/http/ngx_http_stub_status_module.html#stub_status
 */
import { catalogue, counter, gauge, up } from '../../model/metric';

export const metrics = catalogue('nginx', {
  up,
  answers: gauge('nginx_up', {
    unit: 'bool',
    help: '1 while nginx answers its exporter; 0 when it does not run, and when it takes no connection any more',
  }),
  connectionsAccepted: counter('nginx_connections_accepted', { help: 'Connections of clients that were accepted' }),
  connectionsHandled: counter('nginx_connections_handled', {
    help: 'Connections of clients that were not closed at once for want of room',
  }),
  connectionsActive: gauge('nginx_connections_active', {
    help: 'Connections of clients that are open, idle ones among them; those to the programs behind are not counted',
  }),
  connectionsReading: gauge('nginx_connections_reading', { help: 'Connections whose request is being read' }),
  connectionsWriting: gauge('nginx_connections_writing', { help: 'Connections whose answer is awaited or written' }),
  connectionsWaiting: gauge('nginx_connections_waiting', { help: 'Connections that are kept open, and idle' }),
  requests: counter('nginx_http_requests_total', { help: 'Requests of clients, of probes and of the exporter itself' }),
});
