/** Alerts on what the sequencer looks like from outside. */
import { probeFailed } from '../../../model';
import { probes } from '../probes';

const thing = 'The sequencer';

export const unhealthy = probeFailed('SequencerUnhealthy', [probes.health], {
  thing,
  impact: 'the process is gone, hangs, or cannot be reached, and this server does nothing',
});

export const notReady = probeFailed('SequencerNotReady', [probes.ready], {
  thing,
  impact: 'it cannot take events, because its database or a free connection to it is missing',
});

export const grpcClosed = probeFailed('SequencerGrpcClosed', [probes.grpc], {
  thing,
  impact: 'agents that use gRPC can neither send nor follow events, and no metric shows it',
});
