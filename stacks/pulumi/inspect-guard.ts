/**
 * Keeps a failing program from hanging. Node 20 colours stack lines with a loop that never ends on a file directly below
 * `node_modules/@scope/`, which is what Pulumi's source maps name; every uncaught error then costs minutes and gigabytes
 * before its message appears. Uncoloured text does not take that path.
 * @see https://github.com/nodejs/node/issues/64011
 */
import util from 'node:util';

/** Makes `util.inspect` of this process ignore a wish for colours. Called once, by the program's entry. */
export function guardInspect(): void {
  const original = util.inspect;
  const plain = (value: unknown, ...rest: readonly unknown[]): string => {
    const [options, ...others] = rest;
    const colourless = typeof options === 'object' && options !== null ? { ...options, colors: false } : options;
    return Reflect.apply(original, util, [value, colourless, ...others]) as string;
  };
  Object.defineProperties(plain, Object.getOwnPropertyDescriptors(original));
  util.inspect = plain as typeof util.inspect;
}
