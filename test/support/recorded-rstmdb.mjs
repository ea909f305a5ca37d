/**
 * Serves the recorded metrics page of an rstmdb 0.3.0 where the server itself is not installed. Counters grow, as under
 * a steady load.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const recording = readFileSync(new URL('../fixtures/rstmdb-0.3.0.prom', import.meta.url), 'utf8').split('\n');
const started = Date.now();

function grown(line) {
  const match = /^(?<series>\w+(?:_total|_bucket|_sum|_count)(?:\{.*\})?) (?<value>\S+)$/.exec(line);
  if (match === null || /^rstmdb_(machines|instances)_total /.test(line)) return line;
  return `${match.groups.series} ${Number(match.groups.value) * (1 + (Date.now() - started) / 10_000)}`;
}

const [host, port] = (process.env.RSTMDB_METRICS_BIND ?? '').split(':');
createServer((request, response) => {
  const page = request.url === '/metrics' ? recording.map(grown).join('\n') : 'OK';
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(page);
}).listen(Number(port), host);
process.on('SIGINT', () => process.exit(0));
