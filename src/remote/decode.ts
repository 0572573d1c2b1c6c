/** Reads ION's rows in the form of our entities: references as addresses, values in normal form. */
import type { Field, Kind } from '../kinds/kind.ts';
import { type ActualEntity, type Address, addressOf } from '../state/entity.ts';
import { normalForm } from '../state/normal-form.ts';
import type { Fields, Value } from '../state/value.ts';
import { withoutMarks } from './marks.ts';
import { readFields, readPath } from './naming.ts';

/** An object as ION answers it. */
export interface Row {
  readonly id?: number | string;
  readonly _etag?: string | null;
  readonly [member: string]: unknown;
}

/** Which address stands behind a number of the target's. */
export interface Numbers {
  /** The address of the entity of that kind whose number of that name is `value`; one made of the number where none is recognised. */
  addressOf(kind: string, number: string, value: number): Address;
  /** Whether an entity is recognised behind the number. */
  knows(kind: string, number: string, value: number): boolean;
}

interface AttributeRow {
  readonly key: string;
  readonly value: Value;
  readonly Etag?: string | null;
}

function memberOf(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map(item => memberOf(item, key));
  return (value as Row | null | undefined)?.[key];
}

/** What stands at a dotted path of a row, through a list the list of what each item has; undefined where the path leads into nothing. */
export function valueAt(row: Row, path: string): unknown {
  return path.includes('.') ? path.split('.').reduce<unknown>(memberOf, row) : row[path];
}

function attributeRows(row: Row): readonly AttributeRow[] {
  const rows = row['attributes'];
  return Array.isArray(rows) ? rows.filter((attribute): attribute is AttributeRow => Boolean(attribute)) : [];
}

function decodeValue(kind: Kind, row: Row, name: string, field: Field, numbers: Numbers): Value {
  if (field.type === 'attributes') {
    return normalForm('attributes', Object.fromEntries(attributeRows(row).map(({ key, value }) => [key, value])));
  }
  const value = (valueAt(row, readPath(kind, name)) ?? null) as Value;
  if (field.to === undefined || value === null) return normalForm(field.type, value);
  const by = field.by ?? 'id';
  const other = field.orElse === undefined ? null : (valueAt(row, field.orElse) ?? null);
  const isOther =
    other !== null && !numbers.knows(field.to, by, Number(value)) && numbers.knows(field.to, by, Number(other));
  return numbers.addressOf(field.to, by, Number(isOther ? other : value));
}

/** The fields of a row. `container` is the address of the object that it was read inside of. */
export function decodeFields(kind: Kind, row: Row, container: Address | undefined, numbers: Numbers): Fields {
  const fields = readFields(kind).map(([name, field]) => [name, decodeValue(kind, row, name, field, numbers)] as const);
  const inside = kind.within && container !== undefined ? [[kind.within.field, container] as const] : [];
  return withoutMarks(kind, Object.fromEntries([...inside, ...fields]));
}

/** The numbers of a row: its id, and those that its kind reads besides. */
export function numbersOf(kind: Kind, row: Row): Readonly<Record<string, number>> {
  const names = [...(kind.id === false ? [] : ['id']), ...(kind.select ?? [])];
  return Object.fromEntries(names.flatMap(name => (row[name] == null ? [] : [[name, Number(row[name])]])));
}

/** A row as an entity at an address. */
export function decode(kind: Kind, row: Row, address: Address, root: Address, fields: Fields): ActualEntity {
  const etags = attributeRows(row).flatMap(({ key, Etag }) => (Etag == null ? [] : [[key, Etag] as const]));
  return {
    address,
    kind: kind.name,
    fields,
    numbers: numbersOf(kind, row),
    root,
    ...(row._etag != null && { etag: row._etag }),
    ...(etags.length > 0 && { attributeEtags: Object.fromEntries(etags) }),
  };
}

/** The address of something that no declaration is recognised in, after its number. */
export function numberedAddress(kind: string, name: string, value: number): Address {
  return addressOf(kind, name === 'id' ? `#${value}` : `#${name}:${value}`);
}

/** The number that an address was made of by `numberedAddress`; undefined for one that a declaration has. */
export function numberIn(address: Address, name: string): number | undefined {
  const match = /^[^/]+\/#(?:([^:]+):)?(\d+)$/.exec(address);
  return match && (match[1] ?? 'id') === name ? Number(match[2]) : undefined;
}
