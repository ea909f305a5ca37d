/** Checks that every workload has in common. */
import { type Quantity, gibibytes, mebibytes } from '../../model/quantity';
import { type Report, quantityShown } from '../check/report';
import { dnsLabel } from '../check/names';
import { isSubPath } from '../sub-path';
import type { Identity } from './identity';
import type { Resources } from './resources';

/** A StatefulSet's pods are named after it with a number, and that name is a label's value. */
const LONGEST_NAME = 52;

/** Namespaces that belong to the cluster, or to whoever forgot to choose one. */
const RESERVED_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** Below this a container does not start, or a unit was mistaken: 512m is half a byte. */
const LEAST_MEMORY = mebibytes(8);
/** Below this a volume is a slip of the unit. */
const LEAST_VOLUME = gibibytes(1);

export function checkNamespace(name: string, path: string, report: Report): void {
  report.must(path, name, dnsLabel(name));
  if (RESERVED_NAMESPACES.includes(name)) {
    report.must(path, name, 'a namespace of its own', 'the stack sets security levels and denies traffic there');
  }
}

export function checkIdentity({ name, namespace }: Identity, report: Report): void {
  report.must('name', name, dnsLabel(name));
  if (name.length > LONGEST_NAME)
    report.refuse(`name has ${name.length} characters, must have at most ${LONGEST_NAME}`);
  checkNamespace(namespace, 'namespace', report);
}

export function checkSubPath(path: string, report: Report): void {
  if (!isSubPath(path)) report.must('settings.subPath', path, 'lower-case words between slashes, like /prometheus/');
}

export function checkReplicas(replicas: number, report: Report): void {
  if (!Number.isInteger(replicas) || replicas < 1) report.must('replicas', replicas, 'a whole number, 1 or more');
}

export function checkResources({ cpu, memory }: Resources, report: Report): void {
  if (cpu.request.value <= 0) report.must('resources.cpu.request', `${cpu.request.value}m`, 'more than nothing');
  if (cpu.limit !== undefined && cpu.limit.value < cpu.request.value) {
    const request = `${cpu.request.value}m`;
    report.refuse(`resources.cpu.limit is ${cpu.limit.value}m, must be at least the request of ${request}`);
  }
  atLeast('resources.memory.request', memory.request, LEAST_MEMORY, report);
  if (memory.limit.value < memory.request.value) {
    const [limit, request] = [quantityShown(memory.limit), quantityShown(memory.request)];
    report.refuse(`resources.memory.limit is ${limit}, must be at least the request of ${request}`);
  }
}

export function checkVolume(size: Quantity<'bytes'>, path: string, report: Report): void {
  atLeast(path, size, LEAST_VOLUME, report);
}

function atLeast(path: string, size: Quantity<'bytes'>, least: Quantity<'bytes'>, report: Report): void {
  if (size.value >= least.value && Number.isInteger(size.value)) return;
  report.refuse(`${path} is ${quantityShown(size)}, must be at least ${quantityShown(least)}, in whole bytes`);
}
