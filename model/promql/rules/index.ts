/** The checks that need nothing but the expression, and those that need an environment or a use as well. */
import type { Rule } from '../lint';
import { knownLabel, knownMetric } from './names';

/** Run when an expression is written: a misfit throws at once. */
export const definitionRules: readonly Rule[] = [knownMetric, knownLabel];

/** Run by `vedette check`, when the use, the scrape interval and the retention are known. */
export const contextRules: readonly Rule[] = [];
