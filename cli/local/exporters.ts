/** The programs that watch others here, where they are installed. */
import type { BlackboxExporterSettings } from '../../constructs/blackbox-exporter/settings';
import { blackboxExporterProgram } from '../../constructs/blackbox-exporter/program';
import { nginxExporterProgram } from '../../constructs/nginx-proxy/exporter';
import type { Place, Program } from '../../constructs/program';
import type { Tool } from '../tools';
import type { LocalPorts, LocalTools } from './plan';
import { at, loopbackUrl } from './ports';

/** A program with what runs it and where it says that it is ready. */
export type Planned = readonly [Program, Tool, string];

/** The blackbox exporter and that of nginx. */
export function exporterPrograms(
  { 'blackbox-exporter': prober, 'nginx-exporter': nginx }: LocalTools,
  ports: LocalPorts,
  place: (component: string, port: number) => Place,
  settings: BlackboxExporterSettings,
): readonly Planned[] {
  const placed = (component: 'blackbox-exporter' | 'nginx-exporter'): Place => place(component, ports[component]);
  const planned: Planned[] = [];
  if (prober !== undefined) {
    const program = blackboxExporterProgram(settings, placed('blackbox-exporter'));
    planned.push([program, prober, loopbackUrl(ports['blackbox-exporter'], '/-/healthy')]);
  }
  // It may start before nginx listens, and is then started again.
  if (nginx !== undefined) {
    const program = nginxExporterProgram(at(ports['nginx-status']), placed('nginx-exporter'));
    planned.push([program, nginx, loopbackUrl(ports['nginx-exporter'], '/')]);
  }
  return planned;
}
