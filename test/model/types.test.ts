import { join } from 'node:path';
import ts from 'typescript';

const FILE = join(__dirname, '../support/must-not-compile.ts');

describe('the types', () => {
  it('refuse a wrong label, value, metric, unit and alert name, and nothing else', () => {
    const root = join(__dirname, '../..');
    const read = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
    const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, root);
    const program = ts.createProgram([FILE], options);
    const file = program.getSourceFile(FILE);
    const faults = program.getSemanticDiagnostics(file).map(({ messageText, start = 0 }) => {
      const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      return `${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
    expect(faults).toEqual([]);
    expect(file?.text.match(/^ +\/\/ @ts-expect-error: /gm)).toHaveLength(14);
  }, 120_000);
});
