// Custom attributes: what the organisation defines, and one row per object and defined key.
import { fileKey } from './files.ts';
import type { TableSpec } from './table.ts';

/** An object type that carries custom attributes, under the names that ION's schema uses for it. */
export interface AttributeOwner {
  readonly type: string;
  /** The owner's part of `<Name>Attribute`, `update<Name>Attribute` and `updateOrganization<Name>Attributes`. */
  readonly name: string;
  /** The foreign key in the attribute's type and inputs. */
  readonly column: string;
  /** The section of `OrganizationSettings` that lists the definitions. */
  readonly setting: string;
}

export const attributeOwners: readonly AttributeOwner[] = [
  { type: 'Part', name: 'Part', column: 'partId', setting: 'parts' },
  { type: 'PartInventory', name: 'PartInventory', column: 'partInventoryId', setting: 'partsInventory' },
  { type: 'Location', name: 'Location', column: 'locationId', setting: 'locations' },
  { type: 'Supplier', name: 'Supplier', column: 'supplierId', setting: 'suppliers' },
  { type: 'MBom', name: 'Mbom', column: 'mbomId', setting: 'mboms' },
  { type: 'Procedure', name: 'Procedure', column: 'procedureId', setting: 'procedures' },
  { type: 'Step', name: 'Step', column: 'stepId', setting: 'steps' },
  { type: 'Run', name: 'Run', column: 'runId', setting: 'runs' },
  { type: 'RunStep', name: 'RunStep', column: 'runStepId', setting: 'runSteps' },
  { type: 'PurchaseOrder', name: 'PurchaseOrder', column: 'purchaseOrderId', setting: 'purchaseOrders' },
  {
    type: 'PurchaseOrderLine',
    name: 'PurchaseOrderLine',
    column: 'purchaseOrderLineId',
    setting: 'purchaseOrderLines',
  },
  { type: 'Receipt', name: 'Receipt', column: 'receiptId', setting: 'receipts' },
  { type: 'Issue', name: 'Issue', column: 'issueId', setting: 'issues' },
  { type: 'PartKit', name: 'PartKit', column: 'partKitId', setting: 'partsKits' },
  { type: 'PartKitItem', name: 'PartKitItem', column: 'partKitItemId', setting: 'partKitItems' },
];

/** The table of a type's attribute values. */
export const attributeTable = (owner: AttributeOwner): string => `${owner.name}Attribute`;

const valueTable = (owner: AttributeOwner): TableSpec => ({
  type: attributeTable(owner),
  columns: { id: 'Int!' },
  references: { [owner.column]: owner.type },
  owners: [owner.column],
  computed: { fileKey },
  filters: { _created: 'Created', _updated: 'Updated' },
});

export const attributeTables: readonly TableSpec[] = [
  ...attributeOwners.map(valueTable),
  {
    type: 'AttributeDefinition',
    columns: {
      id: 'Int!',
      owner: 'String!',
      key: 'String!',
      type: 'String!',
      options: '[String]',
      allowedIonType: 'String',
    },
  },
];
