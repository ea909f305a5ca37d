/** Checks of what is sent on, and of servers that do nothing else. */
import { dnsLabel, serviceUrl } from '../check/names';
import { repeated } from '../check/repeated';
import type { Report } from '../check/report';
import { type Shape, list, object, secret, text, whole } from '../check/shape';
import { authShape, relabelingShape } from './job-shape';
import type { RemoteWrite } from './remote-write';
import type { PrometheusSettings } from './settings';
import { checkRelabeling } from './validate-jobs';

/** A store that samples are sent on to. */
export const remoteWriteShape: Shape = object(
  { name: text, url: text },
  {
    auth: authShape,
    authority: secret,
    relabelings: list(relabelingShape),
    queue: object({}, { maxShards: whole(1), maxSamplesPerSend: whole(1), capacity: whole(1) }),
  },
);

/** Each store by itself, and whether the server can do without them. */
export function checkRemoteWrite(settings: PrometheusSettings, report: Report): void {
  const { remoteWrite = [] } = settings;
  const names = remoteWrite.map(({ name }) => name);
  for (const name of repeated(names)) {
    report.refuse(`remote write '${name}' is defined twice, must be one`);
  }
  for (const to of remoteWrite) checkStore(to, report.at(`remote write ${to.name}`));
  checkAgent(settings, report);
}

function checkStore({ name, url, relabelings = [], queue = {} }: RemoteWrite, report: Report): void {
  report.must('name', name, dnsLabel(name));
  // A URL that is refused may hold a password, so the message does not repeat it.
  const constraint = serviceUrl(url);
  if (constraint !== undefined)
    report.refuse(`url is another text, must be ${constraint}`, "give the password in 'auth'");
  for (const rule of relabelings) checkRelabeling(rule, report);
  const { capacity, maxSamplesPerSend } = queue;
  if (capacity !== undefined && capacity < (maxSamplesPerSend ?? 1)) {
    report.must('queue.capacity', capacity, `at least maxSamplesPerSend, which is ${maxSamplesPerSend ?? 1}`);
  }
}

function checkAgent(
  { agent, shard, uploadsBlocks, remoteWrite = [], rules, alertmanagers }: PrometheusSettings,
  report: Report,
): void {
  if (agent !== true) {
    if (shard !== undefined) report.refuse('shard is given, must be left to agents: a rule must see every target');
    return;
  }
  if (remoteWrite.length === 0) report.refuse('remoteWrite is empty, must have a store: an agent keeps nothing');
  if (rules.some(({ groups }) => groups.length > 0) || alertmanagers.instances.length > 0) {
    report.refuse('rules or alertmanagers are given, must be left to a server: an agent evaluates nothing');
  }
  if (uploadsBlocks === true) {
    report.refuse('Thanos is to upload its blocks, must be left to a server: an agent has none');
  }
  if (shard === undefined) return;
  const { index, count } = shard;
  if (!Number.isInteger(count) || count < 2) report.must('shard.count', count, 'a whole number, 2 or more');
  else if (!Number.isInteger(index) || index < 0 || index >= count) {
    report.must('shard.index', index, `a whole number from 0 to ${count - 1}`);
  }
}
