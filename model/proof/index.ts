/** Proofs: what an alert's scenarios become when promtool runs them. Pure; running them is for the tests. */
export * from './case';
export * from './cases';
export { check, explain } from './claim';
export type { Check, Claim, Page } from './claim';
export * from './kinds';
export { loosened } from './loosen';
export { mutantsOf } from './mutants';
export { FAULT_KINDS } from './mutations';
export type { FaultKind } from './mutations';
export type { Mutant } from './mutants';
export type { Subject } from './plan';
export * from './promtool';
export { recordingCases } from './recording-cases';
export type { RecordingCase } from './recording-cases';
export { sloProofsOf } from './slo-cases';
export { SLO_STEP } from './slo-stage';
