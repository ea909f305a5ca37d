/** The real interpreter of Vector's remap language, at the version that the deployed Vector has. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputOf } from './command';
import { requireTool } from './tools';

/** What the source `kubernetes_logs` makes of one line. */
export interface SourceEvent {
  readonly '@timestamp': string;
  readonly message: string;
  readonly stream: 'stdout' | 'stderr';
  readonly kubernetes: Readonly<Record<string, unknown>>;
}

/** JSON has no type for a time, an event of Vector does. */
const BEFORE = '.@timestamp = parse_timestamp!(.@timestamp, "%+")\n';
const AFTER = 'encode_json(.)\n';

/**
 * The documents that a program makes of events, in their order.
 * @throws Error with the compiler's message, or what a program could not finish with
 */
export async function remapped(
  program: string,
  events: readonly SourceEvent[],
  folder: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const [source, input] = [join(folder, 'program.vrl'), join(folder, 'events.json')];
  writeFileSync(source, `${BEFORE}${program}${AFTER}`);
  writeFileSync(input, events.map((event) => JSON.stringify(event)).join('\n'));
  const { path } = requireTool('vrl');
  const printed = await outputOf(path, ['--program', source, '--input', input], { seconds: 60 });
  // Each line is a string literal that holds the JSON.
  const documents = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(JSON.parse(line) as string) as Readonly<Record<string, unknown>>);
  if (documents.length !== events.length) throw new Error(`${events.length} events, ${documents.length} documents`);
  return documents;
}

/** Whether a condition holds for an event. */
export async function holds(condition: string, event: SourceEvent, folder: string): Promise<boolean> {
  const input = join(folder, 'event.json');
  writeFileSync(input, JSON.stringify(event));
  const printed = await outputOf(requireTool('vrl').path, ['--input', input, condition], { seconds: 60 });
  return JSON.parse(printed) as boolean;
}
