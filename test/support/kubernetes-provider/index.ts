/** Serves the double on loopback; `PULUMI_DEBUG_PROVIDERS=kubernetes:PORT` makes an engine use it. */
import { type sendUnaryData, Server, ServerCredentials, type ServerUnaryCall, status } from '@grpc/grpc-js';
import * as rpc from '@pulumi/pulumi/proto/provider_pb';
import { ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { KubernetesProviderDouble } from './provider';

/** A double that serves. */
export interface ServedDouble {
  readonly port: number;
  stop(): void;
}

/** @param version - that it claims to have: the SDK's */
export async function serveDouble(version: string, kubeconfig: string): Promise<ServedDouble> {
  const double = new KubernetesProviderDouble(version, kubeconfig);
  // Large boards do not fit into gRPC's default limit of 4 MiB.
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  // What is not here is answered with UNIMPLEMENTED, which the engine takes for an older provider.
  server.addService(ResourceProviderService, {
    attach: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
    handshake: unary(handshake),
    getPluginInfo: unary(() => double.getPluginInfo()),
    checkConfig: unary((request: rpc.CheckRequest) => double.checkConfig(request)),
    diffConfig: unary((request: rpc.DiffRequest) => double.diffConfig(request)),
    configure: unary((request: rpc.ConfigureRequest) => double.configure(request)),
    check: unary((request: rpc.CheckRequest) => double.check(request)),
    diff: unary((request: rpc.DiffRequest) => double.diff(request)),
    create: unary((request: rpc.CreateRequest) => double.create(request)),
    read: unary((request: rpc.ReadRequest) => double.read(request)),
    update: unary((request: rpc.UpdateRequest) => double.update(request)),
    delete: unary((request: rpc.DeleteRequest) => double.delete(request).then(() => new Empty())),
  });
  const port = await new Promise<number>((resolve, reject) => {
    const listening = (error: Error | null, bound: number): void => (error === null ? resolve(bound) : reject(error));
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), listening);
  });
  return { port, stop: () => server.forceShutdown() };
}

function handshake(): rpc.ProviderHandshakeResponse {
  const response = new rpc.ProviderHandshakeResponse();
  response.setAcceptSecrets(true);
  return response;
}

function unary<Request, Response>(answer: (request: Request) => Response | Promise<Response>) {
  return async (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>): Promise<void> => {
    try {
      done(null, await answer(call.request));
    } catch (error) {
      done({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
    }
  };
}
