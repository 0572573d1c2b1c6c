// All tables of the sandbox, and who refers to whom.
import { abomTables } from './abom.ts';
import { administrationTables } from './administration.ts';
import { approvalTables } from './approvals.ts';
import { attributeTables } from './attributes.ts';
import { barcodeTables } from './barcodes.ts';
import { commentTables } from './comments.ts';
import { contactTables } from './contacts.ts';
import { datagridTables } from './datagrids.ts';
import { deriveTables } from './derive.ts';
import { fileTables } from './files.ts';
import { inventoryTables } from './inventory.ts';
import { issueTables } from './issues.ts';
import { kitTables } from './kits.ts';
import { labelTables } from './labels.ts';
import { legacyAbomTables } from './legacy-abom.ts';
import { locationTables } from './locations.ts';
import { mbomTables } from './mboms.ts';
import { notificationTables } from './notifications.ts';
import { partTables } from './parts.ts';
import { peopleTables } from './people.ts';
import { permissionTables } from './permissions.ts';
import { procedureTables } from './procedures.ts';
import { purchasingTables } from './purchasing.ts';
import { requirementTables } from './requirements.ts';
import { reviewTables } from './reviews.ts';
import { sessionTables } from './run-relations.ts';
import { runTables } from './runs.ts';
import { schemeTables } from './schemes.ts';
import { supplierTables } from './suppliers.ts';
import type { Table } from './table.ts';
import { unitTables } from './units.ts';
import { validationTables } from './validations.ts';
import { webhookTables } from './webhooks.ts';

const SPECS = [
  peopleTables,
  permissionTables,
  schemeTables,
  unitTables,
  labelTables,
  contactTables,
  locationTables,
  supplierTables,
  partTables,
  mbomTables,
  procedureTables,
  datagridTables,
  validationTables,
  inventoryTables,
  abomTables,
  legacyAbomTables,
  runTables,
  sessionTables,
  purchasingTables,
  kitTables,
  reviewTables,
  approvalTables,
  issueTables,
  commentTables,
  requirementTables,
  notificationTables,
  barcodeTables,
  fileTables,
  attributeTables,
  administrationTables,
  webhookTables,
].flat();

let derived: ReadonlyMap<string, Table> | undefined;

/** Every table by ION type; derived from the schema once per process. */
export const allTables = (): ReadonlyMap<string, Table> => {
  derived ??= deriveTables(SPECS);
  return derived;
};

/** The tables whose rows are stored, and not read from those of others. */
export const storedTables = (): Table[] => [...allTables().values()].filter(({ spec }) => spec.view === undefined);

const shownAs = new Map(SPECS.flatMap(({ type, as = [] }) => as.map(name => [name, type] as const)));

/** The table that holds the rows of an ION type, if the sandbox has one. */
export const findTable = (type: string): Table | undefined => allTables().get(shownAs.get(type) ?? type);

/** The table of a type that is known to have one; anything else is a bug of the sandbox. */
export const tableOf = (type: string): Table => {
  const table = findTable(type);
  if (table === undefined) throw new Error(`The sandbox has no table for ${type}.`);
  return table;
};

/** A foreign key, seen from the row that it points to. */
export interface Reference {
  readonly table: Table;
  readonly column: string;
  /** Whether the referring row goes when the row it refers to goes; otherwise it stands in the way. */
  readonly owned: boolean;
}

const AUTHORS = new Set(['createdById', 'updatedById']);

const readReferences = (): ReadonlyMap<string, readonly Reference[]> => {
  const found = new Map<string, Reference[]>();
  for (const table of storedTables()) {
    for (const column of table.columns.values()) {
      if (column.references === undefined || AUTHORS.has(column.name)) continue;
      const reference = { table, column: column.name, owned: table.spec.owners?.includes(column.name) ?? false };
      found.set(column.references, [...(found.get(column.references) ?? []), reference]);
    }
  }
  return found;
};

let references: ReadonlyMap<string, readonly Reference[]> | undefined;

/** The foreign keys that point to rows of a type; authorship does not count. */
export const referencesTo = (type: string): readonly Reference[] => {
  references ??= readReferences();
  return references.get(type) ?? [];
};
