/** Numbers of things in words. */

/** `1 error`, `2 errors`, `3 series`. */
export const countText = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 || noun.endsWith('s') ? '' : 's'}`;
