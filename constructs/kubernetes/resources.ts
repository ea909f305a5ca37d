/** What a container may use. */
import type { Size } from '../../model/quantity';

/** Processor time in thousandths of a core. */
export interface Cpu {
  readonly unit: 'millicores';
  readonly value: number;
}

export const millicores = (n: number): Cpu => ({ unit: 'millicores', value: n });
export const cores = (n: number): Cpu => millicores(n * 1000);

/** Requests and limits of one container. A container without a CPU limit may use what the node has left. */
export interface Resources {
  readonly cpu: { readonly request: Cpu; readonly limit?: Cpu };
  readonly memory: { readonly request: Size; readonly limit: Size };
}
