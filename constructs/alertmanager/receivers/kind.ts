/** What is to be known of a way to reach somebody, so that one file says all of it. */
import type { Report } from '../../check/report';
import { type Shape, flag, object, text } from '../../check/shape';
import type { Endpoint, Place } from '../../program';
import type { YamlValue } from '../../render/yaml';

/** What every integration says. */
export interface IntegrationBase<Kind extends string> {
  readonly kind: Kind;
  /** Whether the end of an alert is told as well. */
  readonly sendResolved: boolean;
}

/** The part of an integration that its own kind adds. */
export type Mapping = Readonly<Record<string, YamlValue>>;

/** One kind of integration. https://prometheus.io/docs/alerting/latest/configuration/#receiver-integration-settings */
export interface IntegrationKind<I extends IntegrationBase<string>> {
  /** Its list in a receiver of alertmanager.yml. */
  readonly key: string;
  readonly shape: Shape;
  /** Its form in alertmanager.yml, without `send_resolved`. Secrets are files. */
  readonly config: (integration: I, place: Place) => Mapping;
  /** What its shape cannot tell. */
  readonly check: (integration: I, report: Report) => void;
  /** What Alertmanager must be able to reach. */
  readonly endpoint: (integration: I) => Endpoint;
}

/** The shape of an integration: what all have, and its own keys. */
export function integrationShape(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  return object({ kind: text, sendResolved: flag, ...required }, optional);
}

/** For a kind whose shape tells all. */
export const nothingElse = (): void => undefined;

/** A service whose address is a secret is somewhere on the internet. */
export const SOMEWHERE: Endpoint = { host: 'receiver.invalid', port: 443 };
