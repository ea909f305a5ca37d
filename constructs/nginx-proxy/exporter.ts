/**
 * The exporter beside nginx as a program: it reads the counters of nginx and serves them as metrics.
 * https://github.com/nginx/nginx-prometheus-exporter
 */
import { type Endpoint, type Place, type Program, endpointText } from '../program';

/** Port that the exporter listens on by default. */
export const NGINX_EXPORTER_PORT = 9113;
/** Port, on the pod's loopback address, where nginx shows its counters. */
export const NGINX_STATUS_PORT = 8081;
/** Path of the counters. */
export const STATUS_PATH = '/stub_status';

/**
 * Arguments of the exporter; it has no files. They are understood by 0.11, which Debian has, and by 1.5.
 * @param status where nginx shows its counters, as the exporter reaches it
 */
export function nginxExporterProgram(status: Endpoint, place: Place): Program {
  return {
    component: 'nginx-exporter',
    args: [
      `--web.listen-address=${endpointText(place.listen)}`,
      `--nginx.scrape-uri=http://${endpointText(status)}${STATUS_PATH}`,
    ],
    files: [],
  };
}
