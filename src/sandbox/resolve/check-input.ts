// What GraphQL lets through to a mutation and none can use: no input at all, and null among rows. ION's answer to either is not
// documented (inferred).
import { baseType, fieldOf, inputFieldsOf, isLeaf, isList } from '../tables/ion-facts.ts';
import { invalid } from './refusals.ts';
import type { Input } from './scope.ts';

const checkValue = (notation: string | undefined, value: unknown, path: string): void => {
  if (value === null || value === undefined || notation === undefined || isLeaf(baseType(notation))) return;
  const rows = isList(notation)
    ? (value as readonly unknown[]).map((row, index) => [`${path}[${index}]`, row])
    : [[path, value]];
  for (const [at, row] of rows) {
    if (row === null) throw invalid(`${at} must not be null.`);
    checkFields(baseType(notation), row as Input, String(at));
  }
};

const checkFields = (type: string, value: Input, path: string): void => {
  const fields = inputFieldsOf(type);
  for (const [name, one] of Object.entries(value)) checkValue(fields[name], one, `${path}.${name}`);
};

/** What refuses the arguments of a mutation whose only one is null or absent, or has null in a list of inputs at any depth. */
export const inputCheck = (mutation: string): ((args: Input) => void) => {
  const [only, ...others] = Object.entries(fieldOf('Mutation', mutation)?.args ?? {});
  if (only === undefined || others.length > 0) return () => undefined;
  const [name, notation] = only;
  return args => {
    if (args[name] === null || args[name] === undefined) throw invalid(`${mutation} needs its ${name}.`);
    checkValue(notation, args[name], name);
  };
};
