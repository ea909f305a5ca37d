/**
 * Runs a Pulumi program without an engine and keeps what it asked the engine to register, guards and dependencies
 * included. One stack a test file: Pulumi's mocks are global.
 */
import * as pulumi from '@pulumi/pulumi';
import type { ReadResourceRequest, RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb';

/** A resource as the engine is asked to register it. */
export interface RegisteredResource {
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly aliases: readonly { readonly name: string; readonly noParent: boolean }[];
  /** URNs. */
  readonly dependencies: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Of creation, update and deletion; empty where it is the provider's own. */
  readonly timeouts: readonly [string, string, string];
  readonly secretOutputs: readonly string[];
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A stack without an engine. */
export interface MockedStack {
  /** Registered so far, sorted by type and name: the order of registration is not fixed. */
  registered(): readonly RegisteredResource[];
  /** What was looked for in the cluster, as `type::id`. */
  lookedFor(): readonly string[];
  /** Resolves when everything begun has been registered. */
  settled(): Promise<void>;
}

/** What marks a secret value on its way to the engine. https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

/** The value below a secret's mark, or undefined when the value is in clear. */
export function secretValue(value: unknown): unknown {
  const marked = (value ?? {}) as Record<string, unknown>;
  return marked[SIGNATURE] === SECRET ? marked['value'] : undefined;
}

/** The value of an output, once everything is registered. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply((value) => resolve(value as T)));
}

/**
 * Begins a stack of the project with the given configuration; keys in `encrypted` count as secrets.
 * @param other - what another stack says of itself, where the program refers to one
 */
export async function mockStack(
  stack: string,
  config: Readonly<Record<string, string>>,
  encrypted: readonly string[],
  other: Readonly<Record<string, unknown>> = {},
): Promise<MockedStack> {
  const newResource = ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => ({
    id: `${name}-id`,
    state: type === 'pulumi:pulumi:StackReference' ? { ...inputs, ...other } : inputs,
  });
  await pulumi.runtime.setMocks({ newResource, call: ({ inputs }) => inputs }, 'vedette', stack);
  pulumi.runtime.setAllConfig({ ...config }, [...encrypted]);
  // An output that slips into a string becomes an error, not a sentence in the string.
  process.env['PULUMI_ERROR_OUTPUT_STRING'] = 'true';
  process.env['PULUMI_CONFIG_SECRET_KEYS'] = JSON.stringify(encrypted);
  const { requests, reads } = interceptRequests();
  return {
    registered: () => requests.map(registration).sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)),
    lookedFor: () => reads.map((request) => `${request.getType()}::${request.getId()}`).sort(),
    settled: () => pulumi.runtime.disconnect(),
  };
}

const sortKey = ({ type, name }: RegisteredResource): string => `${type} ${name}`;

/** The mocks themselves are told neither guards nor dependencies, but the monitor behind them is. */
function interceptRequests() {
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: RegisterResourceRequest, callback: (...results: unknown[]) => void): void;
    readResource(request: ReadResourceRequest, callback: (...results: unknown[]) => void): void;
  };
  const requests: RegisterResourceRequest[] = [];
  const reads: ReadResourceRequest[] = [];
  const register = monitor.registerResource.bind(monitor);
  const read = monitor.readResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    requests.push(request);
    register(request, callback);
  };
  monitor.readResource = (request, callback) => {
    reads.push(request);
    read(request, callback);
  };
  return { requests, reads };
}

function registration(request: RegisterResourceRequest): RegisteredResource {
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    aliases: request.getAliasesList().map((alias) => ({
      name: alias.getSpec()?.getName() ?? '',
      noParent: alias.getSpec()?.getNoparent() === true,
    })),
    dependencies: [...request.getDependenciesList()].sort(),
    protect: request.getProtect() === true,
    retainOnDelete: request.getRetainondelete() === true,
    timeouts: timeouts(request),
    secretOutputs: request.getAdditionalsecretoutputsList(),
    inputs: request.getObject()?.toJavaScript() ?? {},
  };
}

function timeouts(request: RegisterResourceRequest): readonly [string, string, string] {
  const times = request.getCustomtimeouts();
  return [times?.getCreate() ?? '', times?.getUpdate() ?? '', times?.getDelete() ?? ''];
}
