/** What Fluentd's plugins make of lines, run by Ruby itself. */
import { join } from 'node:path';
import type { Program } from '../../constructs/program';
import { outputOf } from './command';
import { writeFiles } from './running';
import { requireTool } from './tools';
import type { SourceEvent } from './vrl';

/** Reads lines by the rules of one service, and prints their documents, one a line. */
const READ = `
require 'json'
rules = JSON.parse(File.read(ARGV[0]))
stream = rules['streams'].find { |each| each['service'] == ARGV[1] }
reader = LineReader.new(rules, stream)
$stdin.each_line do |line|
  event = JSON.parse(line)
  _, document = reader.document(event['text'].b, event['origin'])
  puts JSON.generate(document)
end
`;

/**
 * The documents that the reader of one service makes of events, in their order.
 * @throws Error with what Ruby says
 */
export async function rubyDocuments(
  program: Program,
  service: string,
  events: readonly SourceEvent[],
  folder: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  writeFiles(program, folder);
  const reader = join(folder, 'plugins/line_reader.rb');
  const rules = join(folder, 'config/streams.json');
  const input = events.map((event) => `${JSON.stringify(asFluentd(event))}\n`).join('');
  const args = ['-W', '-r', reader, '-e', READ, rules, service];
  const printed = await outputOf(requireTool('ruby').path, args, { seconds: 60, input });
  const documents = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  if (documents.length !== events.length) throw new Error(`${events.length} events, ${documents.length} documents`);
  return documents;
}

/** What the filter hands on of a record. */
function asFluentd({ message, stream, kubernetes, ...event }: SourceEvent): object {
  const origin = {
    namespace: kubernetes['pod_namespace'],
    pod: kubernetes['pod_name'],
    uid: kubernetes['pod_uid'],
    container: kubernetes['container_name'],
    node: kubernetes['pod_node_name'],
    stream,
    time: event['@timestamp'],
  };
  return { text: message, origin };
}
