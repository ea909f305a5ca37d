/**
 * Values as the engine sends them: plain JSON, in which a mark stands around a secret and a fixed text for what is not
 * known yet. https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 */
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';

/** Properties of one resource. */
export type Properties = Readonly<Record<string, unknown>>;

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const OUTPUT = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';
const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** Properties of a message; none where the message has none. */
export function fromStruct(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

export function toStruct(properties: Properties): Struct {
  // By way of JSON: an undefined value is no value of a message.
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as Record<string, never>);
}

/** The value as a record, or undefined where it is a list or no object. */
export function fieldsOf(value: unknown): Properties | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Properties) : undefined;
}

function isMarked(value: Properties): boolean {
  return value[SIGNATURE] === SECRET || value[SIGNATURE] === OUTPUT;
}

/** The value without marks and without nulls, as the API server takes it. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  const fields = fieldsOf(value);
  if (fields === undefined) return value;
  if (isMarked(fields)) return plain(fields['value'] ?? UNKNOWN);
  return mapFields(fields, (field) => (field === null || field === undefined ? undefined : plain(field)));
}

/** Whether some part of the value is known only after other resources have been made. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === UNKNOWN;
  return Object.values(value).some(hasUnknown);
}

/** Marks a value as secret. */
export function secret(value: unknown): unknown {
  return fieldsOf(value)?.[SIGNATURE] === SECRET ? value : { [SIGNATURE]: SECRET, value };
}

/** The plain value with marks wherever `like` has them. */
export function markedLike(value: unknown, like: unknown): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => markedLike(item, (like as unknown[] | undefined)?.[index]));
  const marks = fieldsOf(like);
  if (marks === undefined) return value;
  if (isMarked(marks)) return secret(value);
  const fields = fieldsOf(value);
  return fields === undefined ? value : mapFields(fields, (field, key) => markedLike(field, marks[key]));
}

/** Leaves out what becomes undefined. */
export function mapFields(fields: Properties, map: (field: unknown, key: string) => unknown): Properties {
  const mapped = Object.entries(fields).map(([key, field]) => [key, map(field, key)] as const);
  return Object.fromEntries(mapped.filter(([, field]) => field !== undefined));
}
