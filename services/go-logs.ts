/** Lines of programs in Go, which write pairs by one of two libraries. */

/** Fields that nearly all of their lines have a part of. */
export const goLogFields = {
  component: { type: 'keyword', description: 'part of the program that wrote the line' },
  source: { type: 'keyword', description: 'file and line of the code that wrote it' },
  error: { type: 'text', description: 'what went wrong' },
} as const;

/**
 * Lines of `log/slog` as Prometheus, Alertmanager and the exporters set it up, and those of go-kit, which the programs
 * beside them write: Thanos' sidecar, the config reloader.
 * @param fields other fields of the service, and the keys that they stand at
 * @see https://pkg.go.dev/github.com/prometheus/common/promslog, https://pkg.go.dev/github.com/go-kit/log
 */
export function goLogs<const Fields extends Readonly<Record<string, string>>>(fields: Fields) {
  const common = { kind: 'logfmt', level: 'level', message: 'msg' } as const;
  const read = { ...fields, component: 'component', error: 'err' } as const;
  return [
    { ...common, name: 'slog', time: 'time', fields: { ...read, source: 'source' } },
    { ...common, name: 'go_kit', time: 'ts', fields: { ...read, source: 'caller' } },
  ] as const;
}
