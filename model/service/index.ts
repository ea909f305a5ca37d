/** A service: everything that is known of one monitored program, and what it delivers to an environment. */
export { defineService } from './define';
export { Service } from './service';
export type { BoardContext, Boards, Level, ServiceSpec } from './spec';
