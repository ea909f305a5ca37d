/** Alertmanager as a program: its files and arguments. https://prometheus.io/docs/alerting/latest/alertmanager/ */
import { goDurationText } from '../../model/quantity';
import { type Place, type Program, type ProgramFile, endpointText } from '../program';
import { yamlText } from '../render/yaml';
import { routePrefix } from '../sub-path';
import { alertmanagerConfig } from './config';
import type { AlertmanagerSettings, Gossip, RoutingSettings } from './settings';
import { awsCredentials } from './receivers/sns';
import { NOTIFICATION_TEMPLATES } from './templates';

/** Port that Alertmanager listens on by default. */
export const ALERTMANAGER_PORT = 9093;
/** Port, TCP and UDP, where the members of a cluster talk. */
export const GOSSIP_PORT = 9094;

/** Who is told what, and in which words. */
export function routingFiles(settings: RoutingSettings, place: Place): readonly ProgramFile[] {
  return [
    { path: 'config/alertmanager.yml', content: yamlText(alertmanagerConfig(settings, place)) },
    { path: 'templates/vedette.tmpl', content: NOTIFICATION_TEMPLATES },
  ];
}

/** Files (`config/alertmanager.yml`, `templates/*.tmpl`) and arguments of an Alertmanager. */
export function alertmanagerProgram(settings: AlertmanagerSettings, place: Place): Program {
  return {
    component: 'alertmanager',
    args: [
      `--config.file=${place.configDir}/config/alertmanager.yml`,
      `--storage.path=${place.dataDir}`,
      // A Go duration, which has no days.
      `--data.retention=${goDurationText(settings.retention)}`,
      `--web.listen-address=${endpointText(place.listen)}`,
      `--web.external-url=${settings.externalUrl}`,
      `--web.route-prefix=${routePrefix(settings.subPath) || '/'}`,
      ...gossipArguments(settings.gossip),
    ],
    ...awsEnvironment(settings, place),
    files: routingFiles(settings, place),
  };
}

/** Where AWS' own library looks for credentials; alertmanager.yml takes no file of them. */
function awsEnvironment({ receivers }: AlertmanagerSettings, place: Place): Pick<Program, 'env'> {
  const [credentials] = awsCredentials(receivers);
  return credentials === undefined ? {} : { env: { AWS_SHARED_CREDENTIALS_FILE: place.secretFile(credentials) } };
}

/** https://prometheus.io/docs/alerting/latest/high_availability/ */
function gossipArguments(gossip: Gossip | undefined): readonly string[] {
  // Empty turns the cluster off; otherwise a lone Alertmanager waits for peers, and listens on every address.
  if (gossip === undefined) return ['--cluster.listen-address='];
  return [
    `--cluster.listen-address=${gossip.listen}`,
    `--cluster.advertise-address=${gossip.listen}`,
    `--cluster.label=${gossip.label}`,
    '--cluster.reconnect-timeout=5m',
    ...gossip.peers.map((peer) => `--cluster.peer=${endpointText(peer)}`),
  ];
}
