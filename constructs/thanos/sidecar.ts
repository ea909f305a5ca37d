/** The container beside a Prometheus that uploads its blocks. https://thanos.io/tip/components/sidecar.md/ */
import type { ContainerOptions } from '../kubernetes/container';
import { type Mount, secretMounts } from '../kubernetes/mounts';
import { PodPlace, everywhere } from '../kubernetes/place';
import type { Resources } from '../kubernetes/resources';
import { type Image, imageOf } from '../versions';
import { thanosContainer } from './pod';
import { THANOS_HTTP_PORT, sidecarProgram } from './program';
import type { ThanosSidecarSettings } from './settings';

export interface ThanosSidecarProps {
  readonly settings: ThanosSidecarSettings;
  readonly resources: Resources;
  /** @default - the one in versions.ts */
  readonly image?: Image;
}

/** The container; `data` is the volume of its Prometheus, seen at the same path. */
export function sidecarContainer(
  { settings, resources, image = imageOf('thanos') }: ThanosSidecarProps,
  data: Mount,
): ContainerOptions {
  const place = new PodPlace('thanos-sidecar', data.path, everywhere(THANOS_HTTP_PORT));
  const program = sidecarProgram(settings, place);
  return thanosContainer(program, image, resources, [data, ...secretMounts(place)]);
}
