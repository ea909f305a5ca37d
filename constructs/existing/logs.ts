/** Logs as files: for a shipper that somebody runs on the nodes of a cluster, for the store, and for Grafana. */
import type { ServiceDelivery } from '../../model/delivery';
import { logSourceFile } from '../grafana/provisioning';
import type { GuestEnvironment } from '../guest/environment';
import type { LogShipperSettings } from '../log-shipper/settings';
import { storeSetupProgram } from '../log-shipper/setup';
import { logShipperProgram } from '../log-shipper/program';
import { VECTOR_PORT } from '../log-shipper/vector';
import { type LogOptions, grafanaLogs, logSettings } from '../monitoring/logs';
import type { Place, ProgramFile } from '../program';

/** What the shipper gets of its node is for them to say. */
export type ExistingLogs = Omit<LogOptions, 'resources'>;

/** What the shipper is told. */
export function existingLogSettings(
  logs: ExistingLogs,
  environment: GuestEnvironment,
  deliveries: readonly ServiceDelivery[],
): LogShipperSettings | undefined {
  return logSettings({ ...environment, logs }, deliveries).logs;
}

/** Files of one program of theirs. */
interface ProgramFiles {
  readonly program: string;
  readonly files: readonly ProgramFile[];
}

/** @param place - where a program has its files */
export function logFiles(
  logs: ExistingLogs,
  settings: LogShipperSettings,
  place: (program: string) => Place,
): readonly ProgramFiles[] {
  const shipper: Place = { ...place('log-shipper'), listen: { host: '0.0.0.0', port: VECTOR_PORT } };
  const source = grafanaLogs({ logs }).logs;
  return [
    { program: 'log-shipper', files: logShipperProgram(settings, shipper).files },
    { program: 'log-store-setup', files: storeSetupProgram(settings, logs.setup, place('log-store-setup')).files },
    { program: 'grafana', files: source === undefined ? [] : [logSourceFile(source, place('grafana'))] },
  ];
}
