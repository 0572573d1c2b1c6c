// What every file of the suite keeps to: each statement ends with its source, and nothing of ours is used but startSandbox.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const SUITE = import.meta.dirname;
const SANDBOX = resolve(SUITE, '../../src/sandbox/index.ts');

/** The tags of the sandbox's README, with more exact words behind them; or the plain word that no source states it. */
const SOURCE =
  /(\[(docs|SDL|EX|TS|MAN|GUIDE|IMP|PR|PRISM|Airbyte)\b[^\]]*\]|\((inferred|ours)\b([^()[\]]|\[[^\]]*\])*\))$/;

/** What a stranger could install as well: clients of GraphQL and of tokens, and the means to test. */
const PUBLIC = /^(vitest|graphql-request|jose|node:.*)$/;

const files = readdirSync(SUITE, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts') && path !== basename(import.meta.filename))
  .map(path => join(SUITE, path));

const parse = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);

const nodesOf = (node: ts.Node): ts.Node[] => [node, ...node.getChildren().flatMap(nodesOf)];

/** `test`, whether called as it is or as `test.each(rows)` and the like. */
const isTest = (called: ts.Expression): boolean =>
  ts.isIdentifier(called)
    ? ['test', 'it'].includes(called.text)
    : ts.isCallExpression(called) &&
      ts.isPropertyAccessExpression(called.expression) &&
      isTest(called.expression.expression);

/** The titles of a file's tests, as they are written; one that is not a literal is shown as code. */
const titlesIn = (file: ts.SourceFile): string[] =>
  nodesOf(file)
    .filter(ts.isCallExpression)
    .filter(call => isTest(call.expression))
    .map(({ arguments: [title] }) => (title && ts.isStringLiteralLike(title) ? title.text : (title?.getText() ?? '')));

/** What a file takes from elsewhere than the suite and what is public; of the sandbox's entry, the names of values. */
const takenFromOurs = (file: ts.SourceFile): string[] =>
  nodesOf(file)
    .filter(ts.isImportDeclaration)
    .flatMap(({ importClause, moduleSpecifier }) => {
      const from = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : moduleSpecifier.getText();
      const path = resolve(file.fileName, '..', from);
      if (PUBLIC.test(from) || (from.startsWith('.') && path.startsWith(SUITE + sep))) return [];
      const names = importClause?.namedBindings;
      if (path !== SANDBOX || !names || !ts.isNamedImports(names)) return [from];
      return names.elements.filter(name => !name.isTypeOnly).map(name => name.name.text);
    });

describe.each(files.map(path => [relative(SUITE, path), parse(path)] as const))('%s', (_name, file) => {
  test('every statement ends with its source', () => {
    expect(titlesIn(file).filter(title => !SOURCE.test(title))).toEqual([]);
  });

  test('nothing of ours is used but startSandbox', () => {
    expect(takenFromOurs(file).filter(name => name !== 'startSandbox')).toEqual([]);
  });
});

test('the page of the suite names each of its files', () => {
  const page = readFileSync(join(SUITE, 'README.md'), 'utf8');
  const names = files.filter(path => path.endsWith('.test.ts')).map(path => basename(path, '.test.ts'));
  expect(names.filter(name => !page.includes(`\`${name}\``))).toEqual([]);
});

test('the suite is there to be read', () => {
  expect(files.flatMap(path => titlesIn(parse(path))).length).toBeGreaterThan(300);
});
