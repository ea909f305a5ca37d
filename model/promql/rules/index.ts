/** The checks that need nothing but the expression, those that need its use as well, and those that only advise. */
import type { Rule } from '../lint';
import { noBool, noTopk } from './conditions';
import { bridgedGap, countedRestart, foundedForecast } from './advice';
import { counterFunction, noIrate, rateThenSum, rawCounter } from './counters';
import { maskedAlternative, unlabelledFallback } from './fallbacks';
import { quantileFromBuckets, realBucket } from './histograms';
import { nothingImpossible } from './impossible';
import { knownValue, plainRegex, plainTarget } from './matchers';
import { statedMatching } from './matching';
import { knownLabel, knownMetric } from './names';
import { lastingInfo, tellingAbsent } from './presence';
import { longEnough, withinRetention } from './ranges';
import { completeRatio, guardedDivisor, guardedRatio, neverAverage } from './ratios';
import { jobSelector, namedSelector } from './selectors';
import { experimental, usableResult, wellTyped } from './types';
import { oneUnit } from './units';

/** Run when an expression is written: a misfit throws at once. */
export const definitionRules: readonly Rule[] = [
  wellTyped,
  knownMetric,
  knownLabel,
  knownValue,
  counterFunction,
  rawCounter,
  rateThenSum,
  quantileFromBuckets,
  realBucket,
  neverAverage,
  guardedRatio,
  guardedDivisor,
  unlabelledFallback,
  maskedAlternative,
  statedMatching,
  nothingImpossible,
  plainRegex,
  namedSelector,
  jobSelector,
  experimental,
  tellingAbsent,
  lastingInfo,
  oneUnit,
];

/** Run when a service is delivered: the use, the scrape interval and the retention are known. */
export const contextRules: readonly Rule[] = [
  usableResult,
  rawCounter,
  longEnough,
  withinRetention,
  completeRatio,
  noTopk,
  noBool,
];

/** Run by `vedette check` alone: a good reason can excuse what they find. */
export const adviceRules: readonly Rule[] = [noIrate, plainTarget, bridgedGap, foundedForecast, countedRestart];
