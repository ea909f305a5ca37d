/** A report for programs. */
import { sampleCount } from './page';
import { ofLevel } from './report';
import type { ProbeReport } from './report';

/** Raised when a field changes its meaning or goes; a field that is added raises nothing. */
const VERSION = 1;

export function reportJson(report: ProbeReport): string {
  const { address, page, chosen, tried, differences, affected, silent, leftOut } = report;
  const { service, dialect, expected, found, unknown } = chosen.reading;
  const body = {
    version: VERSION,
    address,
    format: page.format,
    samples: sampleCount(page),
    service: service.id,
    dialect: dialect?.name,
    errors: ofLevel(report, 'error').length,
    warnings: ofLevel(report, 'warning').length,
    dialects: tried.map(({ reading, matched, missing }) => ({ name: reading.dialect?.name, matched, missing })),
    matched: expected.filter((metric) => found.has(metric)).map(({ name }) => name),
    differences: differences.map(({ level, kind, metric, label, what, remedy }) => ({
      level,
      kind,
      metric: metric?.name,
      label,
      what,
      remedy,
    })),
    affected,
    silent,
    leftOut,
    unknown: unknown.map(({ name, type, help, samples }) => ({ name, type, help, series: samples.length })),
  };
  return JSON.stringify(body, undefined, 2);
}
