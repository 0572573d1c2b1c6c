/** Matches installations with the BOM items that they can be for. */
import type { Address, DesiredState, Entity } from '../../state/entity.ts';
import { referrers } from '../../state/referrers.ts';
import { declaredAt } from '../declared.ts';
import { accepts, itemsOfUnit } from './complete-installations.ts';

/** An installation with all that a rule needs to judge it; only where files declare all of it. */
export interface Installing {
  readonly installation: Entity;
  readonly unit: Entity;
  /** The items of the BOM of the unit's part. */
  readonly items: readonly Entity[];
  /** The part of what is installed. */
  readonly part: Address;
  /** The part of the BOM item that the author named. */
  readonly named: Address | undefined;
}

/** What an installation is about; undefined where the unit, its BOM or the installed part is not declared. */
export function installingOf(installation: Entity, state: DesiredState): Installing | undefined {
  const unit = declaredAt(installation, 'into', state);
  const items = unit && itemsOfUnit(unit, state);
  const part = declaredAt(installation, 'inventory', state)?.fields['part'];
  const named = installation.fields['requiredPart'];
  if (!unit || !items || typeof part !== 'string' || !state.entities.has(part)) return undefined;
  return { installation, unit, items, part, named: typeof named === 'string' ? named : undefined };
}

/** The BOM item that an installation is for: the named one, the one that asks for its part, or one that accepts it. */
export function itemFor({ items, part, named }: Installing, state: DesiredState): Entity | undefined {
  const fitting = items.filter(item => accepts(item, part, state));
  if (named !== undefined) return fitting.find(item => item.fields['part'] === named);
  return fitting.find(item => item.fields['part'] === part) ?? (fitting.length === 1 ? fitting[0] : undefined);
}

/** The parts that an item accepts, what it asks for first. */
export function acceptedBy(item: Entity, state: DesiredState): readonly Address[] {
  const substitutes = referrers(state, 'bom-substitute', 'item', item.address);
  return [item, ...substitutes].flatMap(({ fields }) => (typeof fields['part'] === 'string' ? [fields['part']] : []));
}
