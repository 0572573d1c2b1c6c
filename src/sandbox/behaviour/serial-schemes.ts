// Serial numbers that are unique in the whole organisation: the schemes that they are written by, and the numbers taken so far.
import { invalid, notFound } from '../resolve/refusals.ts';
import { deleteRow, softDeleteRow } from '../resolve/remove.ts';
import { rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Family, Input, Scope } from '../resolve/scope.ts';
import { change, create } from '../resolve/write.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { DIGITS, type Form, LETTERS, type Place, valueAt } from './counting.ts';
import { onlyDefault, settingOperation } from './organization.ts';

const TYPE = 'GlobalUniqueSerialNumberSchemeSettings';

/** How a scheme is written is not documented; here `#` is a digit, `@` a letter, and everything else stays as it is. */
const COUNTING: Readonly<Record<string, string>> = { '#': DIGITS, '@': LETTERS };

const without = (alphabet: string, excluded: string): string =>
  [...alphabet].filter(one => !excluded.toUpperCase().includes(one)).join('');

/** A scheme in which nothing counts has the number at its end. */
const formOf = (serialScheme: unknown, exclude: unknown): Form => {
  const text = String(serialScheme);
  const places = [...(/[#@]/.test(text) ? text : `${text}#`)].map((one): Place => {
    const alphabet = COUNTING[one];
    return alphabet === undefined ? { fixed: one } : { alphabet: without(alphabet, String(exclude ?? '')) };
  });
  return { places, grows: true };
};

const checkForm = (serialScheme: unknown, exclude: unknown): void => {
  const { places } = formOf(serialScheme, exclude);
  if (places.some(place => 'alphabet' in place && place.alphabet.length < 2)) {
    throw invalid(
      `Without ${JSON.stringify(exclude)} the scheme ${String(serialScheme)} has nothing left to count with.`,
    );
  }
};

const isTaken = (scope: Scope, serialNumber: string): boolean =>
  scope.store.prepare('SELECT 1 FROM "PartInventory" WHERE "serialNumber" = ?').get(serialNumber) !== undefined;

interface Numbered {
  readonly ordinal: number;
  readonly number: string;
}

/** The next number that no inventory of the organisation has. */
const following = (scope: Scope, scheme: SqlRow): Numbered => {
  const form = formOf(scheme['serialScheme'], scheme['exclude']);
  let ordinal = Math.max(Number(scheme['startAt']), Number(scheme['lastOrdinal'] ?? 0) + 1);
  for (;;) {
    const number = valueAt(form, ordinal) ?? '';
    if (!isTaken(scope, number)) return { ordinal, number };
    ordinal += 1;
  }
};

/** The default scheme, or the only one there is (inferred). */
const defaultScheme = (scope: Scope): SqlRow => {
  const enabled = rowsWhere(scope, TYPE, { enabled: 1 });
  const scheme = enabled.find(one => one['default'] === 1) ?? (enabled.length === 1 ? enabled[0] : undefined);
  if (scheme === undefined) throw invalid('The organisation has no default scheme of global unique serial numbers.');
  return scheme;
};

const schemeOf = (scope: Scope, name: unknown): SqlRow => {
  if (name == null) return defaultScheme(scope);
  const [scheme] = rowsWhere(scope, TYPE, { name: String(name) });
  if (scheme === undefined) throw notFound('Global unique serial number scheme', name);
  return scheme;
};

const take = (scope: Scope, scheme: SqlRow): string => {
  if (scheme['enabled'] !== 1) throw invalid(`The serial number scheme ${scheme['name']} is not enabled.`);
  const { ordinal, number } = following(scope, scheme);
  updateRow(scope, TYPE, scheme, { lastOrdinal: ordinal, lastNumber: number });
  return number;
};

/** Takes the next number of the default scheme. */
export const takeGlobalNumber = (scope: Scope): string => take(scope, defaultScheme(scope));

/** Although it is a query it generates a number [SDL], unless the last one is asked for, or what might be the next (inferred). */
const readNumber = (scope: Scope, _row: SqlRow, args: Input): unknown => {
  const scheme = schemeOf(scope, args['name']);
  if (args['lastGeneratedValue'] === true) return { serialNumber: scheme['lastNumber'] };
  if (args['unsafePredictNextValue'] === true) return { serialNumber: following(scope, scheme).number };
  return { serialNumber: scope.store.write(() => take(scope, scheme)) };
};

const createScheme = (scope: Scope, input: Input): void => {
  checkForm(input['serialScheme'], input['exclude']);
  onlyDefault(scope, TYPE, input['default']);
  create(scope, TYPE, { ...input, organizationId: input['id'] });
};

const updateScheme = (scope: Scope, input: Input): void => {
  const scheme = schemeOf(scope, input['name']);
  const after = { ...scheme, ...input };
  checkForm(after['serialScheme'], after['exclude']);
  onlyDefault(scope, TYPE, input['default']);
  change(scope, TYPE, scheme, input);
};

/** SOFT, also when nothing is said, keeps the row out of sight (inferred from [SDL DeleteType]). */
const deleteScheme = (scope: Scope, { name, deleteType }: Input): void => {
  const scheme = schemeOf(scope, name);
  if (deleteType === 'HARD') deleteRow(scope, TYPE, scheme);
  else softDeleteRow(scope, TYPE, scheme);
};

export const serialSchemes: Family = {
  operations: {
    createOrganizationGlobalUniqueSerialNumberScheme: settingOperation(createScheme),
    updateOrganizationGlobalUniqueSerialNumberScheme: settingOperation(updateScheme),
    deleteOrganizationGlobalUniqueSerialNumberScheme: settingOperation(deleteScheme),
  },
  fields: { 'Query.globalUniqueSerialNumber': readNumber },
};
