// The unit that the tests of inventory, its requirements and its installations share.
import { type Answer, type Ion, newPart, releaseMbom } from '../ion.ts';

export const INSTALL =
  'mutation ($input: CreateABomInstallationInput!) { createAbomInstallation(input: $input) { abomInstallation { id buildRequirementId partInventoryId quantity } } }';

export const serialPart = (ion: Ion): Promise<Answer> => newPart(ion, { trackingType: 'SERIAL' });
export const lotPart = (ion: Ion): Promise<Answer> => newPart(ion, { trackingType: 'LOT' });

export const newUnit = (ion: Ion, partId: number, serialNumber = ion.unique('SN')): Promise<Answer> =>
  ion.create('PartInventory', { partId, serialNumber }, 'serialNumber');

export const statusOf = async (ion: Ion, id: number): Promise<string> =>
  (await ion.get('PartInventory', id, 'status')).status;

/** A unit that requires one serialized child and four pieces of a lot, or as many as are asked for. */
export const buildable = async (ion: Ion, pieces = 4) => {
  const [parent, child, bulk] = [await serialPart(ion), await serialPart(ion), await lotPart(ion)];
  const mbom = await releaseMbom(ion, parent.id, [
    [child.id, 1],
    [bulk.id, pieces],
  ]);
  const unit = await newUnit(ion, parent.id);
  const { buildRequirements } = await ion.get('PartInventory', unit.id, 'buildRequirements { id }');
  const [one, four] = buildRequirements.map((requirement: { id: number }) => requirement.id);
  return { parent, child, bulk, mbom, unit, one: one as number, four: four as number };
};

export const install = async (ion: Ion, buildRequirementId: number, partInventoryId: number, quantity?: number) =>
  (await ion.ask(INSTALL, { input: { buildRequirementId, partInventoryId, quantity } })).createAbomInstallation
    .abomInstallation;
