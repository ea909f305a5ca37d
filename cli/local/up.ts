/** `vedette up`: the stack on this machine, in containers where Docker is, else as supervised processes on loopback. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { Environment } from '../../constructs/monitoring/environment';
import type { Wiring } from '../../constructs/monitoring/settings';
import type { ProgramFile } from '../../constructs/program';
import type { DeliverableService } from '../../model/delivery';
import { DEMO } from '../demo/incident-file';
import { prepareDemo } from '../demo/local';
import type { DemoPlan } from '../demo/plan';
import { CliError, EXIT } from '../exit';
import type { Progress } from '../progress';
import { planCompose } from './compose';
import { ensureAuthority, ensureCertificate, ensurePassword, ensureSecret } from './credentials';
import { compose, composeFile, hasDockerEngine } from './docker';
import { makeFolders, placeFiles } from './files';
import { type Ready, waitUntilReady } from './health';
import { exclusively } from './lock';
import { type LocalPorts, USUAL_PORTS, planLocal } from './plan';
import { LOOPBACK, choosePorts, takenPorts } from './ports';
import { signal } from './process-identity';
import { type Choices, type StateDir, writeWhole } from './state';
import { endLeftovers, runPlan, runningStatus } from './supervisor-control';
import { findLocalTools } from './tool-set';

/** What `up` is asked for. */
export interface UpOptions {
  readonly environment: Environment;
  readonly services: readonly DeliverableService[];
  readonly runbooks: readonly ProgramFile[];
  readonly state: StateDir;
  /** What differs from the choices of the last `up`, or from the usual ones. */
  readonly choices: Partial<Omit<Choices, 'ports' | 'user'>>;
  /** Choose from all free ports, not the usual ones first; two stacks that start at once then never want the same. */
  readonly anyPorts: boolean;
  /** Forget the password and make another. */
  readonly newPassword: boolean;
}

/** What is up. */
export interface UpResult {
  readonly wiring: Wiring;
  readonly choices: Choices;
  /** The password of the proxy, when it is new. */
  readonly password?: string;
  /** What the demo plays. */
  readonly demo?: DemoPlan;
  /** Components that were started or told to read their files again; empty when everything was as it should be. */
  readonly changed: readonly string[];
}

/** What one way of running does, when all that both ways need is there. */
type Runner = (options: UpOptions, choices: Choices, progress: Progress) => Promise<Omit<UpResult, 'password'>>;

const USER = 'vedette';
const ANY_PORTS = Object.fromEntries(Object.keys(USUAL_PORTS).map((name) => [name, 0]));
/** Until all are ready on a slow machine; Prometheus reads its log again after a crash. */
const READY_SECONDS = 120;

/**
 * Brings the stack up, or brings a running one to what the code says now.
 * @throws CliError when a program is missing or does not become ready
 */
export async function up(options: UpOptions, progress: Progress): Promise<UpResult> {
  const { state, environment } = options;
  return exclusively(state, async () => {
    await endLeftovers(state);
    const choices = await choose(options);
    progress.step('rendering');
    const { tlsSecret, users } = environment.nginx;
    if (users === undefined) {
      throw new CliError(EXIT.usage, 'people come in by a password here; nginx.users is missing, must be there');
    }
    await ensureCertificate(state, tlsSecret, environment.host);
    const { authority } = environment.blackboxExporter;
    if (authority !== undefined) ensureAuthority(state, tlsSecret, authority);
    if (options.newPassword) rmSync(state.secretFile(users.secret, users.key), { force: true });
    const password = await ensurePassword(state, users, choices.user);
    const run: Runner = choices.engine === 'docker' ? runContainers : runProcesses;
    const result = await run(options, choices, progress);
    return { ...result, ...(password === undefined ? {} : { password }) };
  });
}

/** Ports are chosen once and kept, unless somebody else took one while the stack was down. */
async function choose({ state, choices: asked, anyPorts }: UpOptions): Promise<Choices> {
  const kept = state.choices;
  const isUp = runningStatus(state) !== undefined || kept?.engine === 'docker';
  const taken = kept === undefined || isUp ? [] : await takenPorts(kept.ports);
  const wanted = anyPorts ? ANY_PORTS : USUAL_PORTS;
  const ports = kept === undefined || taken.length > 0 ? await choosePorts(wanted) : await complete(kept.ports, wanted);
  const engine = asked.engine ?? kept?.engine ?? (hasDockerEngine() ? 'docker' : 'processes');
  if (kept !== undefined && kept.engine !== engine) {
    throw new CliError(
      EXIT.usage,
      `the local stack was started with engine '${kept.engine}'; run 'vedette down' first`,
    );
  }
  const usual = { speed: 1, deployedVersions: false, rstmdb: true, demo: true };
  const choices = { ...usual, ...kept, ...asked, engine, ports, user: USER };
  state.choices = choices;
  return choices;
}

/** A stack of an older version has no port for what came since. */
async function complete(kept: Choices['ports'], wanted: Choices['ports']): Promise<Choices['ports']> {
  const further = Object.entries(wanted).filter(([name]) => !(name in kept));
  return further.length === 0 ? kept : { ...(await choosePorts(Object.fromEntries(further))), ...kept };
}

const runProcesses: Runner = async (options, choices, progress) => {
  const { state, environment } = options;
  const tools = findLocalTools(choices);
  const { speed, demo } = choices;
  const plan = planLocal({ ...options, ports: choices.ports as LocalPorts, tools, speed, demo });
  const specs = plan.run.processes;
  const names = specs.map(({ name }) => name);
  makeFolders(state, names);
  const before = new Map(runningStatus(state)?.processes.map((each) => [each.name, each]));
  const changedFiles = placeFiles(state, plan.files);
  if (plan.demo !== undefined) prepareDemo(state, plan.demo);
  progress.step('starting');
  await runPlan(state, plan.run);
  const isStarted = ({ name, revision }: { name: string; revision: string }): boolean =>
    before.get(name)?.revision !== revision || before.get(name)?.state !== 'running';
  const started = specs.filter(isStarted).map(({ name }) => name);
  for (const name of changedFiles) {
    const process = before.get(name)?.process;
    if (!started.includes(name) && process !== undefined) signal(process, 'SIGHUP');
  }
  await untilReady(specs, state, environment, progress);
  const changed = [...new Set([...started, ...changedFiles])].sort();
  return { wiring: plan.wiring, choices, changed, ...(plan.demo && { demo: plan.demo }) };
};

const runContainers: Runner = async (options, choices, progress) => {
  const { state, environment } = options;
  const { adminPassword, secretKey } = environment.grafana;
  ensureSecret(state, adminPassword);
  ensureSecret(state, secretKey);
  const ports = choices.ports as LocalPorts;
  const { speed, demo } = choices;
  const plan = planCompose({ ...options, ports, speed, demo });
  const changedFiles = placeFiles(state, plan.files);
  if (plan.demo !== undefined) prepareDemo(state, plan.demo);
  const path = composeFile(state);
  const isSame = existsSync(path) && readFileSync(path, 'utf8') === plan.compose;
  writeWhole(path, plan.compose);
  progress.step('starting containers');
  await compose(state, ['up', '--detach', '--remove-orphans', '--quiet-pull']);
  // Prometheus and Grafana look at their files themselves.
  const told = [...changedFiles].filter(
    (name) => isSame && ['alertmanager', 'nginx-proxy', 'blackbox-exporter', DEMO].includes(name),
  );
  if (told.length > 0) await compose(state, ['kill', '--signal', 'SIGHUP', ...told]);
  const ready: readonly Ready[] = [
    { name: 'receiver', readyUrl: `http://${LOOPBACK}:${ports.receiver}/healthz` },
    { name: 'nginx-proxy', readyUrl: `https://${environment.host}:${ports.proxy}/healthz` },
  ];
  await untilReady(ready, state, environment, progress);
  const changed = isSame ? [...changedFiles].sort() : ['containers'];
  return { wiring: plan.wiring, choices, changed, ...(plan.demo && { demo: plan.demo }) };
};

async function untilReady(
  components: readonly Ready[],
  state: StateDir,
  { nginx }: Environment,
  progress: Progress,
): Promise<void> {
  const certificate = state.secretFile(nginx.tlsSecret, 'tls.crt');
  const missing = await waitUntilReady(components, certificate, READY_SECONDS, (names) => {
    if (names.length > 0) progress.step(`waiting for ${names.join(', ')}`);
  });
  if (missing.length === 0) return;
  const logs = missing.map((name) => `  ${name}: ${state.logFile(name)}`);
  throw new CliError(EXIT.problems, `not ready after ${READY_SECONDS} s; their logs:\n${logs.join('\n')}`);
}
