/** The project's source files and what they import, read as syntax: for tests of the architecture. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/** Folder of the project. */
export const ROOT = resolve(__dirname, '../..');

/** Layers, lowest first, by folder. */
export const LAYERS = ['model', 'dashboards', 'constructs', 'services', 'stacks', 'cli'] as const;
export type Layer = (typeof LAYERS)[number];

/** One import, export-from, `require` or `import()` of a file. */
export interface Import {
  /** As written: `../model/problem`, `node:fs`. */
  readonly specifier: string;
  /** Path from the project's folder, for a file of the project. */
  readonly file?: string;
  /** Erased by the compiler. */
  readonly typeOnly: boolean;
}

/** A TypeScript file of a layer. */
export interface SourceFile {
  /** From the project's folder: `model/problem.ts`. */
  readonly path: string;
  readonly layer: Layer;
  readonly text: string;
  readonly imports: readonly Import[];
  /** Whether it reads or writes `process.env`. */
  readonly usesEnvironment: boolean;
}

/** All files of all layers, sorted by path. */
export function sourceFiles(): readonly SourceFile[] {
  return LAYERS.flatMap((layer) => typescriptBelow(layer).map((path) => parse(layer, path)));
}

function typescriptBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .sort();
}

function parse(layer: Layer, path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const imports: Import[] = [];
  let usesEnvironment = false;
  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found !== undefined) imports.push({ ...found, ...projectFile(path, found.specifier) });
    if (isProcessEnv(node)) usesEnvironment = true;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { path, layer, text, imports, usesEnvironment };
}

function importOf(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const specifier = node.moduleSpecifier;
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return undefined;
    return { specifier: specifier.text, typeOnly: isTypeOnly(node) };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    return { specifier: node.argument.literal.text, typeOnly: true };
  }
  if (!ts.isCallExpression(node)) return undefined;
  const [first] = node.arguments;
  const loads = node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require';
  return loads && first !== undefined && ts.isStringLiteral(first)
    ? { specifier: first.text, typeOnly: false }
    : undefined;
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) {
    const clause = node.exportClause;
    const named = clause !== undefined && ts.isNamedExports(clause) && clause.elements.every((e) => e.isTypeOnly);
    return node.isTypeOnly || named;
  }
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  const onlyTypes = names !== undefined && ts.isNamedImports(names) && names.elements.every((e) => e.isTypeOnly);
  return clause.name === undefined && onlyTypes;
}

function isProcessEnv(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'env' &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'process'
  );
}

function projectFile(from: string, specifier: string): { file: string } | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const target = join(ROOT, dirname(from), specifier);
  // A dynamic import names the compiled file, because Node, not the compiler, will look for it.
  const candidates = [target.replace(/\.js$/, '.ts'), `${target}.ts`, join(target, 'index.ts'), target];
  const file = candidates.find((candidate) => ts.sys.fileExists(candidate));
  return { file: relative(ROOT, file ?? target) };
}

/** Every cycle among run-time imports, each once, as `a.ts → b.ts → a.ts`. */
export function importCycles(files: readonly SourceFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) cycles.push([...trail.slice(start), path].join(' → '));
    if (start !== -1 || done.has(path)) return;
    for (const { file, typeOnly } of byPath.get(path)?.imports ?? []) {
      if (file !== undefined && !typeOnly) walk(file, [...trail, path]);
    }
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return cycles;
}
