/** How the streams are read, as the filter's `streams.json` tells it. */
import type { LogFormat } from '../../../model/log';
import { jsonText } from '../../render/json';
import { LEVEL_WORDS, NEAR, PAIR, PAIRS, readings, requiredKeys } from '../reading';
import { REDACTIONS } from '../redaction';
import type { LogShipperSettings } from '../settings';

/** The rules of every stream, and what is each stream's own. */
export function streamsJson({ environment, cluster, streams }: LogShipperSettings): string {
  return jsonText({
    fixed: { environment, cluster },
    near: NEAR,
    levels: LEVEL_WORDS,
    pair: PAIR,
    pairs: PAIRS,
    redactions: REDACTIONS,
    streams: streams.map(({ service, namespaces, matchLabels, logs }) => ({
      service,
      namespaces,
      matchLabels,
      fields: Object.fromEntries(Object.entries(logs.fields).map(([name, { type }]) => [name, type])),
      formats: logs.formats.map(formatJson),
    })),
  });
}

function formatJson(format: LogFormat): Readonly<Record<string, unknown>> {
  const { kind, name } = format;
  return {
    kind,
    name,
    ...(kind === 'text' ? { pattern: format.pattern } : {}),
    ...(kind === 'logfmt' ? { required: requiredKeys(format) } : {}),
    readings: readings(format),
  };
}
