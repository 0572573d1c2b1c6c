/** What an entity refers to by its fields. */
import type { Address, Entity } from '../state/entity.ts';
import type { Field } from './kind.ts';
import { kindOf } from './kinds.ts';

export interface Reference {
  readonly name: string;
  readonly field: Field;
  readonly to: Address;
}

/** The references of a resolved entity, in the order of its fields. */
export function referencesOf({ kind, fields }: Pick<Entity, 'kind' | 'fields'>): readonly Reference[] {
  const { fields: known } = kindOf(kind);
  return Object.entries(fields).flatMap(([name, to]) => {
    const field = known[name];
    return field?.to !== undefined && typeof to === 'string' ? [{ name, field, to }] : [];
  });
}
