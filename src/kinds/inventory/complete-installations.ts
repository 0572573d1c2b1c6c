/** Finds, for each installation, the build requirement that ION will have made for it from the parent part's BOM. */
import { type Address, addressOf, type DesiredState, type Entity } from '../../state/entity.ts';
import { referrers } from '../../state/referrers.ts';
import type { Fields } from '../../state/value.ts';
import type { Completion, Finding } from '../kind.ts';

/** The requirements that a unit has beyond its BOM: they ask for a part and a quantity, as BOM items do. */
function addedTo(unit: Entity, state: DesiredState): readonly Entity[] {
  const all = referrers(state, 'build-requirement', 'inventory', unit.address);
  return all.filter(requirement => requirement.mode === 'managed');
}

/**
 * The BOM items of the unit's part, and what was added to them for this unit, from the declared BOM; undefined when no file declares one with its items. Of two BOMs for
 * one part, which is an error, the same counts whichever was read first.
 */
export function itemsOfUnit(unit: Entity, state: DesiredState): readonly Entity[] | undefined {
  const [bom] = referrers(state, 'bom', 'part', String(unit.fields['part'])).toSorted((a, b) =>
    a.key < b.key ? -1 : 1,
  );
  if (!bom?.owns.includes('bom-item')) return undefined;
  return [...referrers(state, 'bom-item', 'bom', bom.address), ...addedTo(unit, state)];
}

/** Whether an item asks for a part, or accepts it as a substitute. */
export function accepts(item: Entity, part: Address, state: DesiredState): boolean {
  if (item.fields['part'] === part) return true;
  return referrers(state, 'bom-substitute', 'item', item.address).some(
    substitute => substitute.fields['part'] === part,
  );
}

/** Neither is known where a reference leads nowhere, which has been reported by then. */
interface Ends {
  readonly unit: Entity;
  readonly record: Entity;
}

function endsOf(installation: Entity, state: DesiredState): Ends | undefined {
  const unit = state.entities.get(String(installation.fields['into']));
  const record = state.entities.get(String(installation.fields['inventory']));
  return unit && record && { unit, record };
}

function requiredPart(installation: Entity, { unit, record }: Ends, state: DesiredState): Address | undefined {
  const named = installation.fields['requiredPart'];
  if (typeof named === 'string') return named;
  const installed = record.fields['part'];
  if (typeof installed !== 'string') return undefined;
  const fitting = (itemsOfUnit(unit, state) ?? []).filter(item => accepts(item, installed, state));
  const exact = fitting.find(item => item.fields['part'] === installed) ?? fitting[0];
  return String(exact?.fields['part'] ?? installed);
}

function untold(installation: Entity): Finding {
  return {
    code: 'missing-field',
    entity: installation,
    path: [],
    part: 'key',
    message: 'which part this installation is for cannot be told, since its inventory is only looked up',
    help: 'name the part of the BOM item: requirement: <part>',
  };
}

/** What the BOM asks for of a part, as a requirement says it. */
function askedFor(unit: Entity, part: Entity, state: DesiredState): Fields {
  const item = itemsOfUnit(unit, state)?.find(({ fields }) => fields['part'] === part.address);
  const { quantity, madeOnAssembly } = item?.fields ?? {};
  return { ...(quantity !== undefined && { quantity }), ...(madeOnAssembly !== undefined && { madeOnAssembly }) };
}

/** The build requirement that an installation fulfils, and the installation with it; nothing where its part is not declared. */
function withRequirement(
  installation: Entity,
  unit: Entity,
  part: Entity | undefined,
  state: DesiredState,
): readonly Entity[] {
  if (!part) return [];
  const key = `${unit.key}.${part.key}`;
  const address = addressOf('build-requirement', key);
  const complete = { ...installation, fields: { ...installation.fields, requirement: address } };
  if (state.entities.get(address)?.mode === 'managed') return [complete];
  const requirement: Entity = {
    address,
    kind: 'build-requirement',
    key,
    mode: 'spawned',
    fields: { inventory: unit.address, part: part.address, ...askedFor(unit, part, state) },
    // The BOM says what is asked for when a requirement is made; one that is there keeps what it was made with.
    until: { quantity: [address], madeOnAssembly: [address] },
    owns: [],
    ...(installation.origin && { origin: installation.origin }),
  };
  return [requirement, complete];
}

/**
 * Gives every installation its `requirement`, and adds the build requirements themselves as spawned entities. A
 * requirement is known by its unit and its part: an mBOM holds a part once. [IMP "not unique"]
 */
export const completeInstallations: Completion = state => {
  const entities: Entity[] = [];
  const findings: Finding[] = [];
  for (const installation of state.entities.values()) {
    const ends = installation.kind === 'installation' ? endsOf(installation, state) : undefined;
    if (!ends) continue;
    const part = requiredPart(installation, ends, state);
    if (part === undefined) findings.push(untold(installation));
    else entities.push(...withRequirement(installation, ends.unit, state.entities.get(part), state));
  }
  return { entities, findings };
};
