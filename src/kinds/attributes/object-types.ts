/** The types of objects that ION lets an organisation define attributes for. */

/** Where an object type's definitions stand: our kinds of such objects, ION's section of settings, its part of mutations. */
export interface ObjectType {
  readonly kinds: readonly [string, ...string[]];
  readonly setting: string;
  readonly ion: string;
}

/** The object types that ION lets an organisation define attributes for. [SDL OrganizationSettings] */
export const OBJECT_TYPES: Readonly<Record<string, ObjectType>> = {
  part: { kinds: ['part'], setting: 'parts', ion: 'Part' },
  partInventory: { kinds: ['inventory'], setting: 'partsInventory', ion: 'PartInventory' },
  location: { kinds: ['location'], setting: 'locations', ion: 'Location' },
  mbom: { kinds: ['bom'], setting: 'mboms', ion: 'Mbom' },
  procedure: { kinds: ['procedure'], setting: 'procedures', ion: 'Procedure' },
  step: { kinds: ['step', 'standard-step'], setting: 'steps', ion: 'Step' },
  run: { kinds: ['run'], setting: 'runs', ion: 'Run' },
  runStep: { kinds: ['run-step'], setting: 'runSteps', ion: 'RunStep' },
  supplier: { kinds: ['supplier'], setting: 'suppliers', ion: 'Supplier' },
  purchaseOrder: { kinds: ['purchase-order'], setting: 'purchaseOrders', ion: 'PurchaseOrder' },
  purchaseOrderLine: { kinds: ['purchase-order-line'], setting: 'purchaseOrderLines', ion: 'PurchaseOrderLine' },
  receipt: { kinds: ['receipt'], setting: 'receipts', ion: 'Receipt' },
  issue: { kinds: ['issue'], setting: 'issues', ion: 'Issue' },
  partKit: { kinds: ['kit'], setting: 'partsKits', ion: 'PartKit' },
  partKitItem: { kinds: ['kit-item'], setting: 'partKitItems', ion: 'PartKitItem' },
};
