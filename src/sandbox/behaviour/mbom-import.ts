// The bulk import of mBOMs by rows: a part a row, its place in the tree told by its depth or by its level.
import { IonError } from '../ion-error.ts';
import { invalid } from '../resolve/refusals.ts';
import { rowsWhere } from '../resolve/rows.ts';
import type { Input, Operation, Scope } from '../resolve/scope.ts';
import { change, create, removeRow } from '../resolve/write.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';

/** A row of either notation with its number, counted from 1 as the row of a file below its heading (inferred). */
interface Line {
  readonly rowId: number;
  readonly input: Input;
  readonly children: Line[];
}

interface RowError {
  readonly rowId: number;
  readonly errorMsg: string;
}

type FindParent = (earlier: readonly Line[], input: Input) => Line | undefined;

/** The top is depth 1 and each row belongs to the nearest one above that is one less deep [docs mbom-imports]. */
const parentByDepth: FindParent = (earlier, input) => {
  const depth = Number(input['depth'] ?? Number.NaN);
  if (!(depth >= 1)) throw invalid(`Depth ${String(input['depth'])} is not 1 or more.`);
  if (depth === 1) return undefined;
  const above = earlier.at(-1);
  if (above === undefined || Number(above.input['depth']) < depth - 1) {
    throw invalid(`Depth ${depth} does not follow a row of depth ${depth - 1}.`);
  }
  return earlier.findLast(line => Number(line.input['depth']) === depth - 1);
};

/** `1.2.1` belongs to `1.2`, which must come before it; a level without a dot is a top (inferred). */
const parentByLevel: FindParent = (earlier, input) => {
  const level = String(input['level'] ?? '').trim();
  if (!/^\d+(\.\d+)*$/.test(level)) throw invalid(`Level "${level}" is not a list of numbers with dots between.`);
  if (earlier.some(line => line.input['level'] === level)) throw invalid(`Level ${level} is not unique.`);
  const above = level.split('.').slice(0, -1).join('.');
  if (above === '') return undefined;
  const parent = earlier.findLast(line => line.input['level'] === above);
  if (parent === undefined) throw invalid(`Level ${level} has no row of level ${above} before it.`);
  return parent;
};

/** Does `work` for a row; what it is refused with becomes the row's error. */
const inRow = <T>(errors: RowError[], rowId: number, work: () => T): T | undefined => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof IonError)) throw error;
    errors.push({ rowId, errorMsg: error.message });
    return undefined;
  }
};

const readLines = (rows: readonly Input[], findParent: FindParent, errors: RowError[]): Line[] => {
  const lines: Line[] = [];
  rows.forEach((row, index) => {
    const input = 'level' in row ? { ...row, level: String(row['level'] ?? '').trim() } : row;
    inRow(errors, index + 1, () => {
      const parent = findParent(lines, input);
      const line: Line = { rowId: index + 1, input, children: [] };
      parent?.children.push(line);
      lines.push(line);
    });
  });
  return lines;
};

/** Parts are known by number and revision, whatever the case [docs mbom-imports]; none is made here (inferred). */
const findPart = (scope: Scope, partNumber: unknown, revision: unknown): number => {
  const sql = `SELECT "id" FROM "Part" WHERE "partNumber" = ? COLLATE NOCASE AND "revision" = ? COLLATE NOCASE ORDER BY "id"`;
  const part = scope.store.prepare(sql).get(String(partNumber ?? '').trim(), String(revision ?? '').trim());
  if (part === undefined) throw invalid(`Part ${String(partNumber)} with revision ${String(revision)} does not exist.`);
  return Number(part['id']);
};

const partOfLine = (scope: Scope, { input }: Line): number => findPart(scope, input['partNumber'], input['revision']);

/** `BOLT-300[A];NUT-7[B]` [docs mbom-imports]. */
const substitutesOf = (scope: Scope, { input }: Line): number[] =>
  String(input['substitutes'] ?? '')
    .split(';')
    .filter(text => text.trim() !== '')
    .map(text => {
      const [, partNumber, revision] = /^(.+)\[(.+)\]$/.exec(text.trim()) ?? [];
      if (partNumber === undefined) throw invalid(`Substitute "${text.trim()}" is not of the form NUMBER[REVISION].`);
      return findPart(scope, partNumber, revision);
    });

/** The latest version while it is a draft, else a new one [docs mbom-imports, the option that ION's name for this fits]. */
const draftOf = (scope: Scope, partId: number, made: SqlValue[]): SqlRow => {
  const latest = rowsWhere(scope, 'MBom', { partId }).reduce<SqlRow | undefined>(
    (best, row) => (Number(row['version']) > Number(best?.['version'] ?? 0) ? row : best),
    undefined,
  );
  if (latest?.['status'] === 'DRAFT') return latest;
  const mbom = create(scope, 'MBom', { partId, copyMbom: false });
  made.push(mbom['id'] ?? null);
  return mbom;
};

const saveItem = (scope: Scope, mbom: SqlRow, line: Line): SqlRow => {
  const partId = partOfLine(scope, line);
  const { quantity, madeOnAssembly } = line.input;
  const values = { quantity, madeOnAssembly: madeOnAssembly ?? false };
  const [known] = rowsWhere(scope, 'MBomItem', { mbomId: mbom['id'] ?? null, partId });
  if (known !== undefined) return change(scope, 'MBomItem', known, values);
  return create(scope, 'MBomItem', { mbomId: mbom['id'], partId, ...values });
};

const saveSubstitutes = (scope: Scope, item: SqlRow, wanted: readonly number[]): void => {
  const known = rowsWhere(scope, 'MBomSubstitute', { mbomItemId: item['id'] ?? null });
  for (const row of known) if (!wanted.includes(Number(row['partId']))) removeRow(scope, 'MBomSubstitute', row);
  for (const partId of wanted) {
    if (known.some(row => row['partId'] === partId)) continue;
    create(scope, 'MBomSubstitute', { mbomItemId: item['id'], partId });
  }
};

const removeOthers = (scope: Scope, mbom: SqlRow, kept: ReadonlySet<SqlValue | undefined>): void => {
  for (const item of rowsWhere(scope, 'MBomItem', { mbomId: mbom['id'] ?? null })) {
    if (!kept.has(item['id'])) removeRow(scope, 'MBomItem', item);
  }
};

/** Makes the mBOM of a row's part hold exactly the rows below it (inferred). */
const saveAssembly = (scope: Scope, line: Line, made: SqlValue[], errors: RowError[]): void => {
  const mbom = inRow(errors, line.rowId, () => draftOf(scope, partOfLine(scope, line), made));
  if (mbom === undefined) return;
  const kept = new Set<SqlValue | undefined>();
  for (const child of line.children) {
    inRow(errors, child.rowId, () => {
      const item = saveItem(scope, mbom, child);
      if (kept.has(item['id'])) throw invalid(`mBOM item is not unique: row ${child.rowId} repeats a part.`);
      kept.add(item['id']);
      saveSubstitutes(scope, item, substitutesOf(scope, child));
    });
  }
  inRow(errors, line.rowId, () => removeOthers(scope, mbom, kept));
};

const contentOf = ({ children }: Line): string =>
  JSON.stringify(
    children.map(({ input: { partNumber, revision, quantity, substitutes, madeOnAssembly } }) => [
      partNumber,
      revision,
      quantity,
      substitutes,
      madeOnAssembly,
    ]),
  );

/** The rows that have rows below them, each part once; the same part again must hold the same (inferred). */
const assembliesOf = (scope: Scope, lines: readonly Line[], errors: RowError[]): Line[] => {
  const byPart = new Map<number, Line>();
  for (const line of lines) {
    const partId = inRow(errors, line.rowId, () => partOfLine(scope, line));
    if (partId === undefined || line.children.length === 0) continue;
    const first = byPart.get(partId) ?? line;
    byPart.set(partId, first);
    if (contentOf(first) === contentOf(line)) continue;
    errors.push({ rowId: line.rowId, errorMsg: `The same part holds something else in row ${first.rowId}.` });
  }
  return [...byPart.values()];
};

interface Import {
  readonly made: SqlValue[];
  readonly errors: RowError[];
}

/** Each row tells the first thing that is wrong with it. */
const importRows = (scope: Scope, rows: readonly Input[], findParent: FindParent): Import => {
  const made: SqlValue[] = [];
  const errors: RowError[] = [];
  const lines = readLines(rows, findParent, errors);
  for (const line of assembliesOf(scope, lines, errors)) saveAssembly(scope, line, made, errors);
  const first = new Map(errors.toReversed().map(error => [error.rowId, error]));
  return { made, errors: [...first.values()].sort((a, b) => a.rowId - b.rowId) };
};

/**
 * Errors of rows are data, not `errors` [EX]; with one of them nothing is saved (inferred from how the same client reads the answer).
 * `newMbomRowIds` are the ids of the mBOMs that were made [EX reads them so].
 */
export const createOrUpdateMultipleMboms: Operation = (scope, args) => {
  const { importerType, depthInputs, levelInputs } = args['input'] as Input;
  if (importerType == null)
    throw invalid('createOrUpdateMultipleMboms needs importerType, which says which rows to read.');
  const byLevel = importerType === 'LEVEL';
  const given = ((byLevel ? levelInputs : depthInputs) ?? []) as readonly (Input | null)[];
  const rows = given.filter(row => row !== null);
  const undone = new Error('Rows are refused.');
  let result: Import = { made: [], errors: [] };
  try {
    scope.store.write(() => {
      result = importRows(scope, rows, byLevel ? parentByLevel : parentByDepth);
      if (result.errors.length > 0) throw undone;
    });
  } catch (error) {
    if (error !== undone) throw error;
  }
  const refused = result.errors.length > 0;
  return { errorMessages: result.errors, newMbomRowIds: refused ? [] : result.made };
};
