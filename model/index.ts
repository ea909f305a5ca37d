/** The vocabulary in which a service is written. */
export * from './alert';
export * from './condition';
export * from './delivery';
export * from './dialect';
export * from './label';
export * from './metric';
export * from './probe';
export * from './problem';
export * from './promql';
export * from './quantity';
export * from './recording';
export * from './scenario';
export * from './service';
export * from './slo';
export { bareValue, text, threshold, value, wholeValue, Text } from './text';
export * from './universal';
