/** Finds where a source text asks the process, the clock or chance, without being handed them. */
import ts from 'typescript';
import type { Ambient } from './import-table.ts';

export interface AmbientUse {
  readonly ambient: Ambient;
  /** Counted from 1. */
  readonly line: number;
}

const RANDOM_NAMES = ['getRandomValues', 'randomBytes', 'randomInt', 'randomUUID'];

const isMember = (node: ts.Node, object: string, member: string): boolean =>
  ts.isPropertyAccessExpression(node) &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === object &&
  node.name.text === member;

/** A name that stands for a variable, not for a property or a key. */
const isVariable = (node: ts.Node, name: string): boolean =>
  ts.isIdentifier(node) &&
  node.text === name &&
  !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) &&
  !((ts.isPropertyAssignment(node.parent) || ts.isPropertySignature(node.parent)) && node.parent.name === node);

const isPresentDate = (node: ts.Node): boolean =>
  (ts.isNewExpression(node) || ts.isCallExpression(node)) &&
  isVariable(node.expression, 'Date') &&
  (ts.isCallExpression(node) || (node.arguments ?? []).length === 0);

/** Only where chance comes in: what is handed on may well have the same name. */
const isRandomSource = (node: ts.Node): boolean => {
  if (ts.isImportSpecifier(node)) return RANDOM_NAMES.includes((node.propertyName ?? node.name).text);
  return RANDOM_NAMES.some(name => isMember(node, 'crypto', name)) || isMember(node, 'Math', 'random');
};

const ambientOf = (node: ts.Node): Ambient | undefined => {
  if (isVariable(node, 'process') || isMember(node, 'globalThis', 'process')) return 'process';
  if (isPresentDate(node) || isMember(node, 'Date', 'now') || isVariable(node, 'performance')) return 'clock';
  return isRandomSource(node) ? 'randomness' : undefined;
};

/** Every use in a TypeScript source text, in reading order. Comments and strings do not count. */
export const ambientUses = (text: string): AmbientUse[] => {
  const file = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  const uses: AmbientUse[] = [];
  const visit = (node: ts.Node): void => {
    const ambient = ambientOf(node);
    if (ambient !== undefined)
      uses.push({ ambient, line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return uses;
};
