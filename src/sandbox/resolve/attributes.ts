// Custom attributes of rows: one value row per key that the organisation has defined for the type.
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { type AttributeOwner, attributeOwners, attributeTable } from '../tables/attributes.ts';
import { decode } from './encode.ts';
import { fileColumn } from './file-value.ts';
import { invalid } from './refusals.ts';
import { checkEtag, insertRow, rowsWhere, touchRow, updateRow } from './rows.ts';
import type { Scope } from './scope.ts';

interface AttributeInput {
  readonly key: string;
  readonly value?: unknown;
  readonly etag?: string;
}

const ownerOf = (type: string): AttributeOwner | undefined => attributeOwners.find(owner => owner.type === type);

const listOf = (attributes: unknown): readonly AttributeInput[] =>
  Array.isArray(attributes) ? attributes.filter(Boolean) : [];

/** What the types take that do not take everything (inferred from their names). */
const FITS: Readonly<Record<string, (value: unknown, options: readonly unknown[]) => boolean>> = {
  NUMBER: value => typeof value === 'number',
  BOOLEAN: value => typeof value === 'boolean',
  SELECT: (value, options) => options.includes(value),
  MULTISELECT: (value, options) => [value].flat().every(one => options.includes(one)),
  DATETIME: value => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
};

const optionsOf = (definition: SqlRow): readonly string[] | null =>
  decode(definition['options'], 'json') as readonly string[] | null;

const checkValue = (definition: SqlRow, value: unknown): void => {
  if (value === null || value === undefined) return;
  const { key, type } = definition;
  if (FITS[String(type)]?.(value, optionsOf(definition) ?? []) ?? true) return;
  throw invalid(`Attribute ${key}: ${JSON.stringify(value)} is not a value of type ${type}.`);
};

const definitionValues = (definition: SqlRow): Record<string, unknown> => ({
  key: definition['key'],
  type: definition['type'],
  options: optionsOf(definition),
  allowedIonType: definition['allowedIonType'],
});

const definitionsFor = (scope: Scope, type: string): readonly SqlRow[] =>
  scope.store.remember(`definitions ${type}`, ['AttributeDefinition'], () =>
    rowsWhere(scope, 'AttributeDefinition', { owner: type }),
  );

/** Gives a new row its attributes: one for every defined key, null where no value is given (inferred). */
export const createAttributes = (scope: Scope, type: string, row: SqlRow, attributes: unknown): void => {
  const owner = ownerOf(type);
  const given = new Map(listOf(attributes).map(attribute => [attribute.key, attribute.value]));
  if (owner === undefined) return;
  for (const definition of definitionsFor(scope, type)) {
    const key = String(definition['key']);
    const value = given.get(key);
    checkValue(definition, value);
    given.delete(key);
    const values = { value, ...fileColumn(definition['type'], value) };
    insertRow(scope, attributeTable(owner), { ...definitionValues(definition), ...values, [owner.column]: row['id'] });
  }
  for (const key of given.keys())
    throw invalid(`${type} has no attribute ${key}; the organisation must define it first.`);
};

/** Sets one attribute; a missing or stale `Etag` refuses the whole mutation [TS]. Returns the attribute's row. */
const changeAttribute = (scope: Scope, type: string, id: SqlValue, attribute: AttributeInput): SqlRow => {
  const owner = ownerOf(type);
  const column = owner?.column ?? '';
  const [row] = owner ? rowsWhere(scope, attributeTable(owner), { [column]: id, key: attribute.key }) : [];
  if (owner === undefined || row === undefined) {
    throw invalid(`${type} has no attribute ${attribute.key}; the organisation must define it first.`);
  }
  checkEtag(row, attribute.etag, 'Etag');
  const { value = null } = attribute;
  checkValue(row, value);
  return updateRow(scope, attributeTable(owner), row, { value, ...fileColumn(row['type'], value) });
};

/** Sets the attributes that an update input names; the owner's own update renews its etag. */
export const changeAttributes = (scope: Scope, type: string, row: SqlRow, attributes: unknown): void => {
  for (const attribute of listOf(attributes)) changeAttribute(scope, type, row['id'] ?? null, attribute);
};

/** `update<Name>Attribute`: sets one attribute and renews the owner's etag [TS]. */
export const updateAttribute = (scope: Scope, owner: AttributeOwner, input: Readonly<Record<string, unknown>>) => {
  const id = Number(input[owner.column]);
  const row = changeAttribute(scope, owner.type, id, input as unknown as AttributeInput);
  touchRow(scope, owner.type, id);
  return row;
};

/** The same attributes with the etags they have now, for bulk mutations whose input has no place for them. */
export const withCurrentEtags = (scope: Scope, type: string, row: SqlRow, attributes: unknown): AttributeInput[] => {
  const owner = ownerOf(type);
  return listOf(attributes).map(attribute => {
    const found =
      owner && rowsWhere(scope, attributeTable(owner), { [owner.column]: row['id'] ?? null, key: attribute.key });
    return { ...attribute, etag: String(found?.[0]?.['Etag']) };
  });
};
