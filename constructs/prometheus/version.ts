/** What differs between the versions of Prometheus that are supported: 2.42 and later of 2, and 3.15 and later. */

/** Major and minor of `v3.15.0` or `2.42.0+ds`; undefined when the text is not a version. */
export function versionParts(version: string): readonly [major: number, minor: number] | undefined {
  const match = /^v?(\d+)\.(\d+)\.\d+/.exec(version);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

/**
 * Whether the server watches its own files and reads the retention from them (`--config.auto-reload`). It needs no
 * sidecar then, and no reload endpoint on the network.
 */
export function reloadsByItself(version: string): boolean {
  return (versionParts(version)?.[0] ?? 0) >= 3;
}

/**
 * Whether compaction can wait until a block is uploaded (`--storage.tsdb.delay-compact-file.path`, from 3.9 on). Before,
 * a server whose blocks are uploaded must not compact at all.
 */
export function compactionCanWait(version: string): boolean {
  const [major = 0, minor = 0] = versionParts(version) ?? [];
  return major > 3 || (major === 3 && minor >= 9);
}

/** Whether the version has all that the rendered files and arguments use. */
export function isSupported(version: string): boolean {
  const parts = versionParts(version);
  if (parts === undefined) return false;
  const [major, minor] = parts;
  return major > 3 || (major === 3 && minor >= 15) || (major === 2 && minor >= 42);
}
