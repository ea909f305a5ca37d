/** `vedette up`: the stack on this machine, as supervised processes on loopback. */
import { rmSync } from 'node:fs';
import type { Environment } from '../../constructs/monitoring/environment';
import type { ProgramFile } from '../../constructs/program';
import type { DeliverableService } from '../../model/delivery';
import { CliError, EXIT } from '../exit';
import type { Progress } from '../progress';
import { ensureCertificate, ensurePassword } from './credentials';
import { makeFolders, placeFiles } from './files';
import { waitUntilReady } from './health';
import { exclusively } from './lock';
import { type LocalPlan, type LocalPorts, USUAL_PORTS, planLocal } from './plan';
import { choosePorts, takenPorts } from './ports';
import { signal } from './process-identity';
import type { Choices, StateDir } from './state';
import { endLeftovers, runPlan, runningStatus } from './supervisor-control';
import { findLocalTools } from './tool-set';

/** What `up` is asked for. */
export interface UpOptions {
  readonly environment: Environment;
  readonly services: readonly DeliverableService[];
  readonly runbooks: readonly ProgramFile[];
  readonly state: StateDir;
  /** What differs from the choices of the last `up`, or from the usual ones. */
  readonly choices: Partial<Pick<Choices, 'speed' | 'deployedVersions' | 'rstmdb'>>;
  /** Forget the password and make another. */
  readonly newPassword: boolean;
}

/** What is up. */
export interface UpResult {
  readonly plan: LocalPlan;
  readonly choices: Choices;
  /** The password, when it is new. */
  readonly password?: string;
  /** Components that were started or told to read their files again; empty when everything was as it should be. */
  readonly changed: readonly string[];
}

const USER = 'vedette';
/** Until all are ready on a slow machine; Prometheus reads its log again after a crash. */
const READY_SECONDS = 120;

/**
 * Brings the stack up, or brings a running one to what the code says now.
 * @throws CliError when a program is missing or does not become ready
 */
export async function up(options: UpOptions, progress: Progress): Promise<UpResult> {
  return exclusively(options.state, () => bringUp(options, progress));
}

async function bringUp(options: UpOptions, progress: Progress): Promise<UpResult> {
  const { state, environment } = options;
  await endLeftovers(state);
  const choices = await choose(options);
  const tools = findLocalTools(choices);
  progress.step('rendering');
  const plan = planLocal({ ...options, ports: choices.ports as LocalPorts, tools, speed: choices.speed });
  const { tlsSecret, users } = environment.nginx;
  await ensureCertificate(state, tlsSecret, environment.host);
  if (options.newPassword) rmSync(state.secretFile(users.secret, users.key), { force: true });
  const password = await ensurePassword(state, users, USER);
  makeFolders(
    state,
    plan.run.processes.map(({ name }) => name),
  );
  const before = runningStatus(state);
  const changedFiles = placeFiles(state, plan.files);
  progress.step('starting');
  await runPlan(state, plan.run);
  const started = plan.run.processes.filter(({ name, revision }) => {
    const process = before?.processes.find((each) => each.name === name);
    return process?.revision !== revision || process.state !== 'running';
  });
  const restarted = new Set(started.map(({ name }) => name));
  for (const { name, process } of before?.processes ?? []) {
    if (changedFiles.has(name) && !restarted.has(name) && process !== undefined) signal(process, 'SIGHUP');
  }
  await untilReady(state, plan, environment, progress);
  return {
    plan,
    choices,
    ...(password === undefined ? {} : { password }),
    changed: [...new Set([...restarted, ...changedFiles])].sort(),
  };
}

/** Ports are chosen once and kept, unless somebody else took one while the stack was down. */
async function choose({ state, choices: asked }: UpOptions): Promise<Choices> {
  const kept = state.choices;
  const isRunning = runningStatus(state) !== undefined;
  const taken = kept === undefined || isRunning ? [] : await takenPorts(kept.ports);
  const ports = kept === undefined || taken.length > 0 ? await choosePorts(USUAL_PORTS) : kept.ports;
  const usual = { speed: 1, deployedVersions: false, rstmdb: true };
  state.choices = { ...usual, ...kept, ...asked, ports, user: USER };
  return state.choices;
}

async function untilReady(
  state: StateDir,
  { run }: LocalPlan,
  { nginx }: Environment,
  progress: Progress,
): Promise<void> {
  const certificate = state.secretFile(nginx.tlsSecret, 'tls.crt');
  const missing = await waitUntilReady(run.processes, certificate, READY_SECONDS, (names) => {
    if (names.length > 0) progress.step(`waiting for ${names.join(', ')}`);
  });
  if (missing.length === 0) return;
  const logs = missing.map((name) => `  ${name}: ${state.logFile(name)}`);
  throw new CliError(EXIT.problems, `not ready after ${READY_SECONDS} s; their logs:\n${logs.join('\n')}`);
}
