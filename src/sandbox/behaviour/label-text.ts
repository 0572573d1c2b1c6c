// What a label's printer is sent: the text of its template with the values of the thing it is for.
import { fieldSql } from '../resolve/filter.ts';
import { rowOf } from '../resolve/rows.ts';
import type { Scope } from '../resolve/scope.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { BARCODED } from '../tables/barcodes.ts';
import { tableOf } from '../tables/catalog.ts';
import type { Table } from '../tables/table.ts';

/** SQL for what a variable stands for, a field as in `serialNumber` or one further on as in `part.partNumber`. */
const variableSql = (table: Table, path: string, alias = 't0'): string | undefined => {
  const [name = '', inner] = path.split('.');
  if (inner === undefined) return fieldSql(table, name, alias)?.sql;
  const relation = table.relations.get(name);
  const value = relation?.column === undefined ? undefined : fieldSql(tableOf(relation.to), inner, 't1')?.sql;
  return relation && value && `(SELECT ${value} FROM "${relation.to}" t1 WHERE ${relation.on(alias, 't1')})`;
};

/** The first run of an inventory, or of what it was split from [MAN templating]. */
const EARLIEST_RUN = `(WITH RECURSIVE origin(id, depth) AS (
    SELECT t0."id", 0 UNION ALL SELECT p."originPartInventoryId", depth + 1 FROM origin JOIN "PartInventory" p USING (id)
    WHERE p."originPartInventoryId" IS NOT NULL
  ) SELECT MIN(r."id") FROM "Run" r JOIN origin o ON r."partInventoryId" = o.id GROUP BY o.depth ORDER BY o.depth LIMIT 1)`;

const variableValue = (scope: Scope, table: Table, entityId: SqlValue, path: string): SqlValue | undefined => {
  const ofRun = table.type === 'PartInventory' && path === 'earliestRunId';
  const sql = ofRun ? EARLIEST_RUN : variableSql(table, path);
  if (sql === undefined) return undefined;
  const row = scope.store
    .prepare(`SELECT ${sql} AS "value" FROM "${table.type}" t0 WHERE t0."entityId" = ?`)
    .get(entityId);
  return row?.['value'] ?? '';
};

/** Without a template of its own a label is its payload; a variable that nothing is known of is left as it stands (both inferred). */
export const labelText = (scope: Scope, { id }: SqlRow): string => {
  const { templateId, entityId = null, iuid } = rowOf(scope, 'BarcodeLabel', id);
  const payload = JSON.stringify({ uid: iuid });
  const { template = null } = rowOf(scope, 'BarcodeTemplate', templateId);
  const type = BARCODED[String(rowOf(scope, 'Entity', entityId)['type'])];
  if (template === null || type === undefined) return payload;
  return String(template).replace(/\$\{\s*([\w.]+)\s*\}/g, (variable, path: string) =>
    path === 'qrCode' ? payload : String(variableValue(scope, tableOf(type), entityId, path) ?? variable),
  );
};
