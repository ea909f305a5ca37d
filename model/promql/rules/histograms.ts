/** Checks of histograms: quantiles from rated buckets, and buckets that exist. */
import { bucketMatcher } from '../../bucket';
import type { Series } from '../../metric';
import type { AstNode, CallNode } from '../ast';
import type { Rule, Scope } from '../lint';

const NATIVE_ONLY = /^histogram_(avg|count|sum|stddev|stdvar)$/;

export const quantileFromBuckets: Rule = {
  id: 'PQ-11',
  title: 'histogram_quantile takes 0 < φ < 1 and rated buckets summed by le',
  check(node, scope) {
    if (node.type !== 'call') return;
    const [first, second, third] = node.args;
    if (NATIVE_ONLY.test(node.name) && first !== undefined) return checkNative(node, first, scope);
    if (node.name === 'histogram_fraction' && third !== undefined) return checkBuckets(node, third, scope);
    if (node.name !== 'histogram_quantile' || first === undefined || second === undefined) return;
    if (first.type === 'number' && !(first.value > 0 && first.value < 1)) {
      scope.report(first, `φ is ${first.value}, must be between 0 and 1`, 'write 0.99 for the 99th percentile');
    }
    checkBuckets(node, second, scope);
  },
};

function checkNative(node: CallNode, arg: AstNode, scope: Scope): void {
  const { series, traits } = scope.inference.of(arg);
  if (series === undefined || traits.has('unknown')) return;
  const what = `'${node.name}' reads native histograms, '${series.name}' has buckets of its own`;
  scope.report(node, what, "read the histogram's .count, .sum or .bucket");
}

function checkBuckets({ name }: CallNode, arg: AstNode, scope: Scope): void {
  const { labels, traits, series } = scope.inference.of(arg);
  if (traits.has('unknown') || arg.type === 'number') return;
  const isBucket = traits.has('bucket');
  if (!isBucket && !labels.has('le')) {
    const reads = series === undefined ? 'what has no buckets' : `'${series.name}', which has no buckets`;
    return scope.report(arg, `'${name}' reads ${reads}`, "read the histogram's .bucket");
  }
  if (!labels.has('le')) {
    return scope.report(arg, "label 'le' is aggregated away, must be kept", 'add ${le} to the by (…) inside');
  }
  if (!traits.has('counter')) return;
  scope.report(arg, 'buckets are read raw, must be rated', 'write rate(…[${window}]) around the metric');
}

export const realBucket: Rule = {
  id: 'PQ-12',
  title: 'A matcher on le selects a real bucket, and does so under Prometheus 2 and 3',
  check(node, scope) {
    const series = node.type === 'selector' ? scope.inference.seriesOf(node) : undefined;
    if (node.type !== 'selector' || series?.buckets === undefined) return;
    for (const matcher of node.matchers) {
      if (matcher.label !== 'le' || matcher.value === '+Inf') continue;
      if (isBucket(matcher, series)) continue;
      const bound = series.buckets.find((b) => b === Number(matcher.value));
      const what =
        bound === undefined
          ? `le is "${matcher.value}", must be one of ${series.buckets.join(', ')}`
          : `le${matcher.op}"${matcher.value}" misses the bucket where Prometheus writes its bound otherwise`;
      scope.report(matcher, what, `write \${metrics.….atMost(${bound ?? 'bound'})}`);
    }
  },
};

function isBucket({ op, value }: { readonly op: string; readonly value: string }, series: Series): boolean {
  return (series.buckets ?? []).some((bound) => {
    const matcher = bucketMatcher(bound);
    return matcher.value === value && matcher.op === op;
  });
}
