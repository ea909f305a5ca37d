/**
 * Keeps a failing program from hanging. Node 20 colours stack lines with a loop that does not end on a file directly
 * below `node_modules/@scope/`, which is what Pulumi's source maps name; every uncaught error then costs minutes and
 * gigabytes before its message appears. Uncoloured text does not take that path.
 * @see https://github.com/nodejs/node/issues/64011
 */
import { inspect, type InspectOptions } from 'node:util';

/**
 * Makes errors of this process ignore a wish for colours. Called once, by the program's entry. It changes how errors
 * show themselves and not `util.inspect`, of which Pulumi's runner took a copy before the program began.
 */
export function guardInspect(): void {
  Object.defineProperty(Error.prototype, inspect.custom, { value: plainly, configurable: true, writable: true });
}

function plainly(this: Error, _depth: number, options: InspectOptions): string {
  // Not the options as a whole: they hold the function that colours.
  const { depth = null } = options;
  return inspect(this, { depth, colors: false, customInspect: false });
}
