/** The types of objects that ION lets an organisation define attributes for. */

/** Where an object type's definitions stand: our kind of such objects, ION's section of settings, its part of mutations. */
export interface ObjectType {
  readonly kind: string;
  readonly setting: string;
  readonly ion: string;
}

/** The object types that ION lets an organisation define attributes for. [SDL OrganizationSettings] */
export const OBJECT_TYPES: Readonly<Record<string, ObjectType>> = {
  part: { kind: 'part', setting: 'parts', ion: 'Part' },
  partInventory: { kind: 'inventory', setting: 'partsInventory', ion: 'PartInventory' },
  location: { kind: 'location', setting: 'locations', ion: 'Location' },
  mbom: { kind: 'bom', setting: 'mboms', ion: 'Mbom' },
  procedure: { kind: 'procedure', setting: 'procedures', ion: 'Procedure' },
  step: { kind: 'step', setting: 'steps', ion: 'Step' },
  run: { kind: 'run', setting: 'runs', ion: 'Run' },
  runStep: { kind: 'run-step', setting: 'runSteps', ion: 'RunStep' },
  supplier: { kind: 'supplier', setting: 'suppliers', ion: 'Supplier' },
  purchaseOrder: { kind: 'purchase-order', setting: 'purchaseOrders', ion: 'PurchaseOrder' },
  purchaseOrderLine: { kind: 'purchase-order-line', setting: 'purchaseOrderLines', ion: 'PurchaseOrderLine' },
  receipt: { kind: 'receipt', setting: 'receipts', ion: 'Receipt' },
  issue: { kind: 'issue', setting: 'issues', ion: 'Issue' },
  partKit: { kind: 'kit', setting: 'partsKits', ion: 'PartKit' },
  partKitItem: { kind: 'kit-item', setting: 'partKitItems', ion: 'PartKitItem' },
};
