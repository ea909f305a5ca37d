/** Versions of programs: `v0.20.1`, `1.30.4`, and what a distribution puts behind a dash or a plus. */

type Version = readonly [major: number, minor: number, patch: number];

/** Whether a version is the given one or newer; false for what is no version. */
export function isSince(version: string, since: string): boolean {
  const [found, wanted] = [partsOf(version), partsOf(since)];
  if (found === undefined || wanted === undefined) return false;
  const differing = found.findIndex((part, index) => part !== wanted[index]);
  return differing === -1 || (found[differing] ?? 0) > (wanted[differing] ?? 0);
}

function partsOf(version: string): Version | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(version);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}
