/** Finds, for each installation, the build requirement that ION will have made for it from the parent part's BOM. */
import { addressOf, type Address, type DesiredState, type Entity } from '../../state/entity.ts';
import { referrers } from '../../state/referrers.ts';
import type { Completion, Finding } from '../kind.ts';

/** The BOM items of the unit's part, from the declared BOM; undefined when no file declares one. */
export function itemsOfUnit(unit: Entity, state: DesiredState): readonly Entity[] | undefined {
  const [bom] = referrers(state, 'bom', 'part', String(unit.fields['part']));
  return bom && referrers(state, 'bom-item', 'bom', bom.address);
}

/** Whether an item asks for a part, or accepts it as a substitute. */
export function accepts(item: Entity, part: Address, state: DesiredState): boolean {
  if (item.fields['part'] === part) return true;
  return referrers(state, 'bom-substitute', 'item', item.address).some(substitute => substitute.fields['part'] === part);
}

function requiredPart(installation: Entity, state: DesiredState): Address | Finding {
  const { into, inventory, requiredPart: named } = installation.fields;
  if (typeof named === 'string') return named;
  const unit = state.entities.get(String(into));
  const installed = state.entities.get(String(inventory))?.fields['part'];
  if (typeof installed !== 'string') {
    return {
      code: 'missing-field',
      entity: installation,
      path: [],
      part: 'key',
      message: 'which part this installation is for cannot be told, since its inventory is only looked up',
      help: 'name the part of the BOM item: requirement: <part>',
    };
  }
  const items = unit && itemsOfUnit(unit, state);
  const fitting = (items ?? []).filter(item => accepts(item, installed, state));
  const exact = fitting.find(item => item.fields['part'] === installed) ?? fitting[0];
  return String(exact?.fields['part'] ?? installed);
}

/**
 * Gives every installation its `requirement`, and adds the build requirements themselves as spawned entities. A
 * requirement is known by its unit and its part: an mBOM holds a part once. [IMP "not unique"]
 */
export const completeInstallations: Completion = state => {
  const entities = new Map<Address, Entity>();
  const findings: Finding[] = [];
  for (const installation of state.entities.values()) {
    if (installation.kind !== 'installation') continue;
    const part = requiredPart(installation, state);
    if (typeof part !== 'string') {
      findings.push(part);
      continue;
    }
    const unit = String(installation.fields['into']);
    const key = `${state.entities.get(unit)?.key}.${state.entities.get(part)?.key}`;
    const address = addressOf('build-requirement', key);
    const requirement: Entity = {
      address,
      kind: 'build-requirement',
      key,
      mode: 'spawned',
      fields: { inventory: unit, part },
      owns: [],
      ...(installation.origin && { origin: installation.origin }),
    };
    entities.set(address, requirement);
    entities.set(installation.address, { ...installation, fields: { ...installation.fields, requirement: address } });
  }
  return { entities: [...entities.values()], findings };
};
