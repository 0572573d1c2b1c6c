/** Writes our values as ION's inputs take them: addresses become ids, attributes become rows. */
import type { Call, Field, Kind } from '../kinds/kind.ts';
import type { ActualEntity, Address } from '../state/entity.ts';
import { type Fields, heldBy, mappingOf, type Value } from '../state/value.ts';
import { numberIn } from './decode.ts';
import { markedTexts } from './marks.ts';
import { ionName } from './naming.ts';

/** What the target has, by address: where ids and etags come from at the moment of sending. */
export type Bindings = ReadonlyMap<Address, ActualEntity>;

/** Something that a mutation needs an id of is not known in the target. */
export class Unbound extends Error {
  readonly address: Address;
  constructor(address: Address) {
    super(`${address} is not in the target`);
    this.address = address;
  }
}

function numberOf(address: Address, name: string, bindings: Bindings): number {
  const number = bindings.get(address)?.numbers[name] ?? numberIn(address, name);
  if (number === undefined) throw new Unbound(address);
  return number;
}

function encodeAttributes(value: Value, etags: Readonly<Record<string, string>> | undefined): Value {
  return Object.entries(mappingOf(value)).map(([key, held]) => ({
    key,
    value: held,
    // An attribute that holds nothing yet has no etag of its own; the input insists on one. [SDL, inferred]
    ...(etags && { etag: heldBy(etags, key) ?? '' }),
  }));
}

function encodeValue(field: Field, value: Value, bindings: Bindings, etags?: Readonly<Record<string, string>>): Value {
  if (field.type === 'attributes') return encodeAttributes(value, etags);
  if (field.to === undefined || value === null) return value;
  return numberOf(String(value), field.sends ?? 'id', bindings);
}

/** ION's members for the declared fields that an input of that sort takes. Marks are taken from `fields` too. */
export function encodeFields(
  kind: Kind,
  fields: Fields,
  input: 'create' | 'update',
  bindings: Bindings,
  etags?: Readonly<Record<string, string>>,
): Fields {
  const other = input === 'create' ? 'update' : 'create';
  const written = { ...fields, ...markedTexts(kind, fields, input === 'create') };
  const members = Object.entries(written).flatMap(([name, value]) => {
    const field = kind.fields[name];
    if (!field || field.local || field.type === 'file' || field.write === other || field.write === 'never') return [];
    if (input === 'create' && value === null) return [];
    return [[ionName(kind, name), encodeValue(field, value, bindings, etags)] as const];
  });
  return Object.fromEntries(members);
}

/** What addresses a row in a call: its id or the call's own keys, and the etag that the call asks for. */
export function encodeTarget(kind: Kind, call: Call, row: ActualEntity, bindings: Bindings): Fields {
  const by = call.by ?? { id: 'id' };
  const keys = Object.entries(by).map(([argument, source]) => {
    const reference = row.fields[source];
    const field = kind.fields[source];
    const isReference = field?.to !== undefined && typeof reference === 'string';
    const value = isReference ? numberOf(reference, field.sends ?? 'id', bindings) : (row.numbers[source] ?? reference);
    if (value === undefined) throw new Unbound(row.address);
    return [argument, value] as const;
  });
  const { etag } = call;
  const owner = typeof etag === 'object' ? bindings.get(String(row.fields[etag.of])) : row;
  return { ...Object.fromEntries(keys), ...(etag && { etag: owner?.etag ?? '' }) };
}

/** What a copy is made from and where it goes: of the call's own keys those that the entity has. */
export function encodeCopy(kind: Kind, call: Call, fields: Fields, bindings: Bindings): Fields {
  const keys = Object.entries(call.by ?? {}).flatMap(([argument, source]) => {
    const reference = fields[source];
    if (typeof reference !== 'string') return [];
    return [[argument, numberOf(reference, kind.fields[source]?.sends ?? 'id', bindings)] as const];
  });
  return Object.fromEntries(keys);
}

/** The variables of a call: one input object, a list of one, or the members themselves. */
export function encodeCall(call: Call, members: Fields): Record<string, unknown> {
  const all = { ...members, ...call.with };
  if (call.style === 'arguments') return all;
  return { input: call.style === 'inputs' ? [all] : all };
}
