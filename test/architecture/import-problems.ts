/** Compares an import graph with an import table. */
import type { Import, ImportGraph } from './import-graph.ts';
import type { ImportTable, Part } from './import-table.ts';

const partOf = (path: string): Part => path.replace(/(\/.*|\.ts)$/, '');

const packageOf = (specifier: string): string => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

const outsideProblem = (from: string, to: string, { outside }: ImportTable): string | undefined => {
  const owners = Object.entries(outside).flatMap(([place, parts]) => (to.startsWith(place) ? parts : []));
  return owners.includes(partOf(from)) ? undefined : `${from} imports ${to}, which is outside of src`;
};

const fileProblem = ({ from, specifier, to, typeOnly }: Import, table: ImportTable): string | undefined => {
  if (to === undefined) return `${from} imports ${specifier}, which is not a file`;
  if (to.startsWith('../')) return outsideProblem(from, to, table);
  const [user, used] = [partOf(from), partOf(to)];
  const allowed = [user, ...(table.parts[user] ?? []), ...(typeOnly ? (table.typesOnly[user] ?? []) : [])];
  return allowed.includes(used) ? undefined : `${from} imports ${to}, but ${user} may not import ${used}`;
};

const packageProblem = ({ from, specifier }: Import, table: ImportTable): string | undefined => {
  const name = packageOf(specifier);
  const owners = table.packages[name];
  if (owners === undefined) return `${from} imports the package ${name}, which nobody owns`;
  return owners.includes(partOf(from)) ? undefined : `${from} imports the package ${name} of ${owners.join(', ')}`;
};

const builtinProblem = ({ from, specifier }: Import, table: ImportTable): string | undefined => {
  const allowed = table.builtins[partOf(from)] ?? [];
  return allowed.includes(specifier.replace('node:', '')) ? undefined : `${from} imports ${specifier}`;
};

const importProblem = (entry: Import, table: ImportTable): string | undefined => {
  if (entry.specifier.startsWith('.')) return fileProblem(entry, table);
  return entry.specifier.startsWith('node:') ? builtinProblem(entry, table) : packageProblem(entry, table);
};

/** Everything in the graph that the table forbids, one sentence each: parts, packages, Node's own modules, cycles. */
export const importProblems = (graph: ImportGraph, table: ImportTable): string[] => {
  const strangers = [...new Set(graph.files.map(partOf))].filter(part => table.parts[part] === undefined);
  return [
    ...strangers.map(part => `the table does not know the part ${part}`),
    ...graph.imports.flatMap(entry => importProblem(entry, table) ?? []),
    ...graph.cycles.map(cycle => `cycle: ${cycle.join(' > ')}`),
  ];
};
