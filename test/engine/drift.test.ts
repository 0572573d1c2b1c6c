import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EVERY_SECTION, everySectionWith, makeLookedUp } from './every-section.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded();
  await makeLookedUp(seeded);
});
afterAll(() => seeded.close());
afterEach(() => seeded.sandbox.faults.clear());

function drift(member: string): void {
  seeded.sandbox.faults.add({ effect: { type: 'schema', member } });
}

/** What the fixture says from a place to the end of its line. */
function textAt(offset = -1): string {
  return EVERY_SECTION.slice(offset).split('\n')[0] ?? '';
}

/** What the target lacks, and the text that needs it. */
async function lacking(): Promise<readonly (readonly [lacks: string, at: string])[]> {
  const found = await seeded.refusals(EVERY_SECTION);
  expect(new Set(found.map(({ code }) => code))).toEqual(new Set(['unsupported-by-target']));
  return found.map(({ message, span }) => [message.replace("the target's schema lacks ", ''), textAt(span?.start)]);
}

/** A text as a pattern for itself. */
function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** For every section: a member of ION's schema that is not there, what is said of it, and how the text begins that needs it. */
const DRIFTS: readonly (readonly [member: string, lacks: string, text: string])[] = [
  ['Query.unitsOfMeasurement', 'the query unitsOfMeasurement', 'each: { type: each }'],
  ['CreateLocationInput.latitude', 'latitude in createLocation', 'latitude: 48.1'],
  ['UpdateSupplierInput.contactName', 'contactName in updateSupplier', 'contactName: A. Bolt'],
  ['Supplier.labels', 'labels of Supplier', 'preferred]'],
  ['PartSubtype.description', 'description of PartSubtype', 'description: Cut and bent'],
  ['Mutation.createLabel', 'the mutation createLabel', 'preferred: { value: preferred }'],
  ['Role.users', 'users of Role', '{ lookup: { email: service-account'],
  ['Mutation.addUserToTeam', 'the mutation addUserToTeam', '{ lookup: { email: service-account'],
  ['Mutation.updateOrganizationPartAttributes', 'the mutation updateOrganizationPartAttributes', 'part-colour:'],
  ['CreatePartInput.leadTime', 'leadTime in createPart', 'leadTime: 4'],
  ['Part.supplierPartNumber', 'supplierPartNumber of Part', 'supplierPartNumber: B-17'],
  ['Part.partSubtypes', 'partSubtypes of Part', 'sheet]'],
  ['MBomItem.substitutes', 'substitutes of MBomItem', 'screw-zinc] }'],
  ['UpdateMBomItemInput.madeOnAssembly', 'madeOnAssembly in updateMbomItem', 'madeOnAssembly: true'],
  ['Mutation.createStepEdge', 'the mutation createStepEdge', 'clean]'],
  ['StepField.allowNotApplicable', 'allowNotApplicable of StepField', 'allowNotApplicable: true }'],
  ['PartInventory.unavailable', 'unavailable of PartInventory', 'unavailable: true'],
  ['UpdateRunInput.jiraIssueKey', 'jiraIssueKey in updateRun', 'jiraIssueKey: OPS-1'],
  ['CreateABomInstallationInput.quantity', 'quantity in createAbomInstallation', 'bracket: { into: asm-1'],
  ['Query.partKits', 'the query partKits', 'build:'],
  ['PurchaseOrder.fees', 'fees of PurchaseOrder', 'Freight:'],
  ['PurchaseOrderLine.needDate', 'needDate of PurchaseOrderLine', 'needDate: 2026-03-09'],
  ['Receipt.receiptItems', 'receiptItems of Receipt', '{ purchaseOrderLine: spring.screw-zinc'],
  ['CreateIssueInput.expectedCondition', 'expectedCondition in createIssue', 'expectedCondition: No scratch.'],
  ['WebhookReceiver.headers', 'headers of WebhookReceiver', "X-Plant: '1'"],
];

describe('a target whose schema lacks something', () => {
  it.each(DRIFTS)('is told to lack %s where that is declared, and nowhere else', async (member, lacks, text) => {
    drift(member);
    expect(await lacking()).toEqual([[lacks, expect.stringMatching(`^${escaped(text)}`)]]);
  });

  it('is told for each mutation that it would be missed in', async () => {
    drift('UpdateAttributeSettingsInput.options');
    expect(await lacking()).toEqual([
      ['options in updateOrganizationPartAttributes', 'options: [red, blue] }'],
      ['options in updateOrganizationPartInventoryAttributes', 'options: [new, spare] }'],
    ]);
  });

  it('serves those who do not need that', async () => {
    for (const member of ['CreatePartInput.leadTime', 'Part.leadTime', 'Part.fileAttachments', 'Location.latitude']) {
      drift(member);
    }
    const spared = everySectionWith([
      ['    leadTime: 4\n', ''],
      ['    thumbnail: test/engine/drawing.txt\n', ''],
      [
        '    labels: [pilot]\n    files: [test/engine/drawing.txt]\n    attributes: { Colour',
        '    labels: [pilot]\n    attributes: { Colour',
      ],
      [', latitude: 48.1', ''],
    ]);
    expect(troubles(await seeded.apply(spared))).toEqual([]);
    expect(pending(await seeded.plan(spared))).toEqual([]);
  });

  it('is told to lack the query of a lookup where that is written', async () => {
    drift('Query.currencies');
    expect(await lacking()).toEqual([['the query currencies', 'currency: { lookup: { type: USD } }']]);
  });
});
