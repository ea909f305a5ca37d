/** nginx as a program: its files and arguments. https://nginx.org/en/docs/switches.html */
import type { Place, Program } from '../program';
import { nginxText } from '../render/nginx';
import { nginxConfig } from './config';
import type { NginxSettings } from './settings';
import { siteFiles } from './site';

/** Ports that nginx listens on in a pod: above 1024, for it runs as an ordinary user. */
export const NGINX_HTTPS_PORT = 8443;
export const NGINX_HTTP_PORT = 8080;

/**
 * Files (`config/nginx.conf`, `site/…`) and arguments of the proxy. `place.listen` is where TLS is served.
 * The program stays in the foreground.
 */
export function nginxProgram(settings: NginxSettings, place: Place): Program {
  return {
    component: 'nginx-proxy',
    // The error log's place is given twice: before it reads its configuration nginx would open the one it was built
    // with.
    args: ['-e', 'stderr', '-p', place.tempDir, '-c', `${place.configDir}/config/nginx.conf`],
    files: [{ path: 'config/nginx.conf', content: nginxText(nginxConfig(settings, place)) }, ...siteFiles(settings)],
  };
}
