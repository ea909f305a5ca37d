/**
 * The path below which a program is served. Written once; external URL, route prefix, probe paths, the program's own
 * scrape path and the data source URL all follow from it.
 */

/** `/`, or a path with a slash at both ends: `/prometheus/`. */
export type SubPath = `/` | `/${string}/`;

const CANONICAL = /^\/([a-z0-9-]+\/)*$/;

/** Whether `path` has the one accepted spelling: lower-case words between slashes, with a slash at both ends. */
export function isSubPath(path: string): path is SubPath {
  return CANONICAL.test(path);
}

/** The path without its last slash, as route prefixes are written: `/prometheus`, and `` for `/`. */
export function routePrefix(path: SubPath): string {
  return path.slice(0, -1);
}

/** A path of the program as it is seen from outside: `below('/prometheus/', '/-/ready')` is `/prometheus/-/ready`. */
export function below(path: SubPath, inner: `/${string}`): string {
  return routePrefix(path) + inner;
}
