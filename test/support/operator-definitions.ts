/** The Prometheus Operator's own definitions of its resources, from its released Go module. */
import { readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { outputOf } from './command';

const MODULE = 'github.com/prometheus-operator/prometheus-operator@v0.85.0';
/** What the module's content must add up to, as `go.sum` writes it. */
const SUM = 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=';

/** The folder of the definitions. @throws Error when it cannot be had, or is another one */
export async function definitionsFolder(): Promise<string> {
  const said = await outputOf('go', ['mod', 'download', '-json', MODULE], { cwd: tmpdir(), seconds: 240 });
  const { Dir, Sum } = JSON.parse(said) as { readonly Dir: string; readonly Sum: string };
  if (Sum !== SUM) throw new Error(`${MODULE} adds up to ${Sum}, must be ${SUM}`);
  return join(Dir, 'example/prometheus-operator-crd');
}

/** A schema of a definition: JSON Schema as Kubernetes has it. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
}

interface Definition {
  readonly spec: {
    readonly names: { readonly kind: string };
    readonly group: string;
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

let schemas: Promise<ReadonlyMap<string, Schema>> | undefined;

/** Schemas by `apiVersion kind`. */
export function operatorSchemas(): Promise<ReadonlyMap<string, Schema>> {
  return (schemas ??= readSchemas());
}

async function readSchemas(): Promise<ReadonlyMap<string, Schema>> {
  const folder = await definitionsFolder();
  const definitions = readdirSync(folder).map((name) => parse(readFileSync(join(folder, name), 'utf8')) as Definition);
  return new Map(
    definitions.flatMap(({ spec: { group, names, versions } }) =>
      versions.map(({ name, schema }): [string, Schema] => [
        `${group}/${name} ${names.kind}`,
        // Every object has these, and each says so itself.
        { ...schema.openAPIV3Schema, properties: { ...schema.openAPIV3Schema.properties, metadata: {} } },
      ]),
    ),
  );
}

/** Where a value breaks its schema, with unknown fields refused as the API server's strict validation does. */
export function schemaFaults(value: unknown, schema: Schema, path = ''): readonly string[] {
  const faults: string[] = [];
  const fault = (what: string): void => void faults.push(`${path}: ${what}`);
  if (schema.enum !== undefined && !schema.enum.includes(value)) fault(`${String(value)} is not of the enumeration`);
  if (typeof value === 'string') {
    if (schema.pattern !== undefined && !goPattern(schema.pattern).test(value))
      fault(`'${value}' is not ${schema.pattern}`);
    if (value.length < (schema.minLength ?? 0)) fault('is too short');
  }
  if (Array.isArray(value)) {
    if (value.length < (schema.minItems ?? 0)) fault('has too few items');
    if (schema['x-kubernetes-list-type'] === 'set' && new Set(value).size < value.length) fault('has an item twice');
  }
  if (!hasType(value, schema)) return [...faults, `${path}: is no ${schema.type ?? 'value'}`];
  return [...faults, ...partFaults(value, schema, path)];
}

function partFaults(value: unknown, schema: Schema, path: string): readonly string[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? [] : value.flatMap((item, i) => schemaFaults(item, items, `${path}[${i}]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const { properties = {}, additionalProperties, required = [] } = schema;
  const isOpen = schema.type !== 'object' || schema['x-kubernetes-preserve-unknown-fields'] === true;
  const missing = required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${path}.${name}: is missing`);
  const parts = Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
    const known = properties[name] ?? additionalProperties;
    if (known !== undefined) return schemaFaults(part, known, `${path}.${name}`);
    return isOpen ? [] : [`${path}.${name}: is unknown`];
  });
  return [...missing, ...parts];
}

function hasType(value: unknown, schema: Schema): boolean {
  if (schema['x-kubernetes-int-or-string'] === true) return typeof value === 'string' || Number.isInteger(value);
  switch (schema.type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case undefined:
      return true;
    default:
      return typeof value === schema.type;
  }
}

/** Go writes flags where JavaScript has none. */
function goPattern(pattern: string): RegExp {
  return pattern.includes('(?i)') ? new RegExp(pattern.replace('(?i)', ''), 'i') : new RegExp(pattern);
}
