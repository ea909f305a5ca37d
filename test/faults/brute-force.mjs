/** Tries wrong passwords at a proxy as fast as it answers: `brute-force.mjs PORT HOST TRIES`. Prints how often each status came. */
import { Agent, request } from 'node:https';

const [port, host, tries] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 20, rejectUnauthorized: false, servername: host });
const counts = {};

function attempt(i) {
  const headers = { host, authorization: `Basic ${Buffer.from(`operator:wrong-${i}`).toString('base64')}` };
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/', agent, headers }, (answer) => {
      counts[answer.statusCode] = (counts[answer.statusCode] ?? 0) + 1;
      answer.resume().once('end', resolve);
    })
      .once('error', reject)
      .end();
  });
}

await Promise.all(Array.from({ length: Number(tries) }, (_, i) => attempt(i)));
agent.destroy();
console.log(JSON.stringify(counts));
