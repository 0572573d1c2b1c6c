/** Compares an entity's declared fields with what the target has. */
import type { Field, Kind } from '../kinds/kind.ts';
import type { ActualEntity, ActualState, Entity } from '../state/entity.ts';
import { sameValue } from '../state/identity.ts';
import { isSameAny } from '../state/normal-form.ts';
import { type Fields, heldBy, mappingOf, type Value } from '../state/value.ts';
import type { Edit } from './change.ts';

function attributeEdits(name: string, declared: Value, actual: Value | undefined): readonly Edit[] {
  const before = mappingOf(actual);
  return Object.entries(mappingOf(declared))
    .map(([key, after]) => ({ path: `${name}.${key}`, before: heldBy(before, key) ?? null, after }))
    .filter(({ before: held, after }) => !isSameAny(after, held));
}

function isCompared(kind: Kind, name: string, field: Field): boolean {
  return !field.local && field.write !== 'never' && name !== kind.lifecycle?.field && name !== kind.within?.field;
}

const CONCEALED = '(secret)';

/** An edit of a secret tells that it differs, and whether there is one, and no more. */
function concealed(value: Value): Value {
  return value === null ? null : CONCEALED;
}

/** The fields that differ. Only declared ones count; a lifecycle's status is never among them. */
export function diff(kind: Kind, declared: Fields, actual: Fields): readonly Edit[] {
  return Object.entries(declared).flatMap(([name, after]) => {
    const field = kind.fields[name];
    if (!field || !isCompared(kind, name, field)) return [];
    if (field.type === 'attributes') return attributeEdits(name, after, actual[name]);
    const before = actual[name] ?? null;
    if (sameValue(before, after)) return [];
    return [
      field.secret ? { path: name, before: concealed(before), after: concealed(after) } : { path: name, before, after },
    ];
  });
}

/** The declared fields of an entity that count at present, given what the target has. Of what something was split off, less is left. */
export function fieldsThatCount(entity: Entity, { splitFrom }: Kind, { entities, splits }: ActualState): Fields {
  const { until, fields } = entity;
  const shared = splits.has(entity.address) ? splitFrom?.shares : undefined;
  if (!until && shared === undefined) return fields;
  const counts = (name: string) => name !== shared && !until?.[name]?.some(address => entities.has(address));
  return Object.fromEntries(Object.entries(fields).filter(([name]) => counts(name)));
}

/** The edits that no update can carry, because the field is only in the create's input. */
export function fixedEdits(kind: Kind, edits: readonly Edit[]): readonly Edit[] {
  return edits.filter(({ path }) => !kind.update || kind.fields[path]?.write === 'create');
}

/** The declared fields that the create's input does not take; of a copy all that it may not have from its original. */
export function laterEdits(kind: Kind, entity: Entity): readonly Edit[] {
  const edits = diff(kind, entity.fields, {});
  if (!isDerived(kind, entity)) return edits.filter(({ path }) => kind.fields[path]?.write === 'update');
  const like = new Set(kind.identity.flat().map(name => name.replace(/\?$/, '')));
  return edits.filter(({ path }) => kind.fields[path]?.write !== 'create' && !like.has(path));
}

/** Whether we can make what ION was expected to make and did not. */
export function isMakeable({ makeable }: Kind, { fields }: Pick<Entity, 'fields'>): boolean {
  return makeable?.every(name => fields[name] !== undefined) ?? false;
}

/** Whether an entity is made as a copy of another. */
export function isDerived({ derive }: Kind, { fields }: Pick<Entity, 'fields'>): boolean {
  return derive !== undefined && typeof fields[derive.from] === 'string';
}

/** The fields that edits set, as an update's input takes them. `declared` are the entity's, for what edits conceal. */
export function editedFields(kind: Kind, edits: readonly Edit[], declared: Fields): Fields {
  const fields: Record<string, Value> = {};
  for (const { path, after } of edits) {
    const [name = '', ...rest] = path.split('.');
    if (kind.fields[name]?.secret) fields[name] = declared[name] ?? null;
    else if (rest.length === 0) fields[name] = after;
    else fields[name] = { ...mappingOf(fields[name]), [rest.join('.')]: after };
  }
  return fields;
}

/** The status of an object, where its kind has a lifecycle. */
export function statusOf(kind: Kind, actual: Pick<ActualEntity, 'fields'>): string | undefined {
  const status = kind.lifecycle && actual.fields[kind.lifecycle.field];
  return typeof status === 'string' ? status : undefined;
}
