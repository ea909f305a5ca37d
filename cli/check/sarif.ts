/**
 * A report as SARIF 2.1.0, which code hosts show beside the lines of a change.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import { createHash } from 'node:crypto';
import { families } from '../../stacks/check/catalogue/all';
import type { Check, Family } from '../../stacks/check/catalogue/check';
import type { Finding, Position } from './finding';
import type { CheckReport } from './report';

/** What the tool says of itself. */
export interface SarifTool {
  /** The package's version. */
  readonly version: string;
  /** Where docs/checks.md can be read: `https://github.com/example/monitoring/blob/main/docs/checks.md`. */
  readonly documentation: string;
}

/** The rule of what has no id: settings that cannot stand. */
const SETTINGS = 'settings';
/** Files are named from the project's folder. */
const ROOT = '%SRCROOT%';

/** One run with every rule of the catalogue, and a result for each finding; waived ones are suppressed. */
export function reportSarif({ findings }: CheckReport, tool: SarifTool): string {
  const rules = [
    ...families.flatMap((family) => family.checks.map((check) => rule(check, family, tool))),
    settings(tool),
  ];
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'vedette',
            informationUri: tool.documentation,
            semanticVersion: tool.version,
            rules,
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => result(finding, index)),
      },
    ],
  };
  return JSON.stringify(log, undefined, 2);
}

interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string };
  readonly helpUri: string;
  readonly defaultConfiguration: { readonly level: 'error' | 'warning' };
  readonly properties: { readonly tags: readonly string[] };
}

function rule({ id, what, remedy, level }: Check, { title }: Family, { documentation }: SarifTool): SarifRule {
  return {
    id,
    shortDescription: { text: what },
    fullDescription: { text: `${what}.` },
    help: { text: `Otherwise: ${remedy}.` },
    helpUri: `${documentation}#${anchor(title)}`,
    defaultConfiguration: { level },
    properties: { tags: ['monitoring', anchor(title)] },
  };
}

/** As code hosts make anchors of headings. */
const anchor = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, '-');

function settings(tool: SarifTool): SarifRule {
  const check: Check = {
    id: SETTINGS,
    level: 'error',
    what: 'The settings of an environment or a service can stand',
    made: ['delivered'],
    where: [],
    remedy: 'correct the setting that the message names',
  };
  return rule(check, { title: 'Settings', checks: [check] }, tool);
}

function result(finding: Finding, index: ReadonlyMap<string, number>): object {
  const { id, severity, where, what, remedy, excerpt, environments, position, waiver } = finding;
  const ruleId = id !== undefined && index.has(id) ? id : SETTINGS;
  const text = [`${where}: ${what}${remedy === undefined ? '' : `; ${remedy}`}`, excerpt].filter(
    (part) => part !== undefined,
  );
  return {
    ruleId,
    ruleIndex: index.get(ruleId),
    level: severity,
    message: { text: text.join('\n') },
    locations: [location(position, where)],
    partialFingerprints: {
      'vedette/v1': createHash('sha256')
        .update(JSON.stringify([ruleId, where, what]))
        .digest('hex'),
    },
    properties: { environments },
    // Absent for all results or there for all: with none, a reader would not know whether they were asked for.
    suppressions: waiver === undefined ? [] : [suppression(waiver)],
  };
}

/** A host refuses a result without a file; what has none of its own belongs to the environments. */
const NO_FILE: Position = { file: 'stacks/environments.ts' };

function location(position: Position = NO_FILE, where: string): object {
  const { file: uri, line, column, endColumn } = position;
  const region = line === undefined ? { startLine: 1 } : { startLine: line, startColumn: column, endColumn };
  return {
    physicalLocation: { artifactLocation: { uri, uriBaseId: ROOT }, region },
    logicalLocations: [{ fullyQualifiedName: where }],
  };
}

function suppression({ owner, reason, expires }: NonNullable<Finding['waiver']>): object {
  return { kind: 'external', status: 'accepted', justification: `${reason} (${owner}, until ${expires})` };
}
