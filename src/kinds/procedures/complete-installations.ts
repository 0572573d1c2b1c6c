/** Finds, for each part that a step installs, the item of the BOM that asks for it. */
import { type Address, addressOf, type DesiredState, type Entity } from '../../state/entity.ts';
import { referrers } from '../../state/referrers.ts';
import { declaredOf, nameOf } from '../declared.ts';
import type { Completion, Finding } from '../kind.ts';
import { inWords } from '../wording.ts';

/** The BOMs in question: the one that is named, or those of the parts that the procedure is for. */
function bomsFor(installation: Entity, state: DesiredState): readonly Entity[] {
  const named = installation.fields['bom'];
  if (typeof named === 'string') return [state.entities.get(named)].filter(bom => bom !== undefined);
  const procedure = String(state.entities.get(String(installation.fields['step']))?.fields['procedure']);
  return referrers(state, 'part-procedure', 'procedure', procedure).flatMap(link =>
    referrers(state, 'bom', 'part', String(link.fields['part'])),
  );
}

function itemsFor(installation: Entity, boms: readonly Entity[], state: DesiredState): readonly Entity[] {
  const items = boms.flatMap(bom => referrers(state, 'bom-item', 'bom', bom.address));
  return items.filter(item => item.fields['part'] === installation.fields['part']);
}

function noItem(installation: Entity, boms: readonly Entity[], state: DesiredState): Finding {
  const part = nameOf(String(installation.fields['part']), state);
  const names = inWords(
    boms.map(({ key }) => `"${key}"`),
    'or',
  );
  const found =
    boms.length === 0
      ? {
          message: 'no BOM is declared for the parts of this procedure',
          help: 'name the parts that the procedure is for, or the BOM: bom: <key>',
        }
      : { message: `no item of the BOM ${names} is "${part}"`, help: `add "${part}" to its items` };
  return { code: 'unknown-reference', entity: installation, path: ['item'], part: 'value', ...found };
}

function manyItems(installation: Entity, items: readonly Entity[], state: DesiredState): Finding {
  const boms = items.map(item => `"${nameOf(String(item.fields['bom']), state)}"`);
  const message = `the item could be one of several BOMs: ${inWords(boms, 'and')}`;
  return {
    code: 'bad-value',
    entity: installation,
    path: ['item'],
    part: 'value',
    message,
    help: 'name one: bom: <key>',
  };
}

function noPosition(installation: Entity, item: Entity, state: DesiredState): Finding {
  const name = String(installation.fields['position']);
  const among = referrers(state, 'bom-designator', 'item', item.address).map(({ fields }) => String(fields['value']));
  const message = `the BOM item for "${nameOf(String(item.fields['part']), state)}" has no position "${name}"`;
  const help = among.length > 0 ? `it has ${inWords(among, 'and')}` : `add referenceDesignators: [${name}] to the item`;
  const at = { path: ['referenceDesignator'], part: 'value' as const };
  return { code: 'bad-value', entity: installation, ...at, message, help, meant: { name, among } };
}

/** The address of a position of an item; undefined when the item has none of that name. */
function positionOf(item: Entity, name: string, state: DesiredState): Address | undefined {
  const address = addressOf('bom-designator', `${item.key}.${name}`);
  return state.entities.has(address) ? address : undefined;
}

function completed(installation: Entity, state: DesiredState): Entity | Finding {
  const boms = bomsFor(installation, state);
  const items = itemsFor(installation, boms, state);
  const [item] = items;
  if (!item) return noItem(installation, boms, state);
  if (items.length > 1) return manyItems(installation, items, state);
  const { position } = installation.fields;
  if (typeof position !== 'string') return { ...installation, fields: { ...installation.fields, item: item.address } };
  const designator = positionOf(item, position, state);
  if (designator === undefined) return noPosition(installation, item, state);
  return { ...installation, fields: { ...installation.fields, item: item.address, designator } };
}

/** Where the part itself is unknown, that has been reported by then. */
export const completeStepInstallations: Completion = state => {
  const known = declaredOf('step-installation', state).filter(({ fields }) =>
    state.entities.has(String(fields['part'])),
  );
  const results = known.map(installation => completed(installation, state));
  return {
    entities: results.filter(result => 'address' in result),
    findings: results.filter(result => 'code' in result),
  };
};
