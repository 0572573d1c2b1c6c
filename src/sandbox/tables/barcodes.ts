// Barcodes: the patterns of other systems', templates of labels, and the labels of single things.
import { where } from './join.ts';
import type { TableSpec } from './table.ts';

/** What can have a barcode, by its name in [SDL Barcodeentitytypeenum]. */
export const BARCODED: Readonly<Record<string, string>> = {
  LOCATIONS: 'Location',
  PARTS_KITS: 'PartKit',
  PARTS_INVENTORY: 'PartInventory',
  RUNS: 'Run',
};

const sameEntity = (type: string) => where(type, (owner, related) => `${related}."entityId" = ${owner}."entityId"`);

/** An ION barcode is JSON that names a label's uid [docs labels-and-scanning]. */
const payload = (row: string): string => `'{"uid":"' || ${row}."iuid" || '"}'`;

export const barcodeTables: readonly TableSpec[] = [
  { type: 'BarcodePattern' },
  {
    type: 'BarcodeTemplate',
    // A small label at the density that ION's pages speak of; its own defaults are not documented.
    defaults: { heightInches: 1, widthInches: 2, dpi: 300, format: 'ZPL', deactivated: 0 },
  },
  {
    type: 'BarcodeLabel',
    columns: { deactivated: 'Boolean' },
    owners: ['entityId'],
    defaults: { deactivated: 0 },
    computed: { qrCode: payload },
    relations: {
      location: sameEntity('Location'),
      partKit: sameEntity('PartKit'),
      partInventory: sameEntity('PartInventory'),
      run: sameEntity('Run'),
    },
  },
];
