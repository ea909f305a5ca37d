/** Versions of nginx: `1.30.4`, and what a distribution puts behind a dash. */

/** Whether a version is the given one or newer. */
export function isVersion(version: string, [major, minor, patch]: readonly [number, number, number]): boolean {
  const [isMajor = 0, isMinor = 0, isPatch = 0] = version.split('-')[0]?.split('.').map(Number) ?? [];
  if (isMajor !== major) return isMajor > major;
  return isMinor !== minor ? isMinor > minor : isPatch >= patch;
}
