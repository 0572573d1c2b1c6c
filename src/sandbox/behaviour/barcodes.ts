// Labels with barcodes, and what a scan of one, or of another system's, finds.

import { fieldSql } from '../resolve/filter.ts';
import { invalid } from '../resolve/refusals.ts';
import { rowOf, rowsWhere } from '../resolve/rows.ts';
import type { Behaviour, Family, Input, Scope } from '../resolve/scope.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { BARCODED } from '../tables/barcodes.ts';
import { tableOf } from '../tables/catalog.ts';
import type { Table } from '../tables/table.ts';
import { labelText } from './label-text.ts';

/** How a captured text is compared with a field, by the ending of its name [docs scan-barcodes-from-other-systems]. */
const MODES: Readonly<Record<string, (field: string) => string>> = {
  '': field => `${field} = ?1`,
  prefix: field => `substr(${field}, 1, length(?1)) = ?1`,
  suffix: field => `substr(${field}, -length(?1)) = ?1`,
  contains: field => `instr(${field}, ?1) > 0`,
};

/** A condition on the row `t0` with one `?1`; undefined for a field that the table does not have. */
const conditionOn = (table: Table, path: string, alias = 't0'): string | undefined => {
  const [name = '', mode = ''] = path.split('__');
  const compare = MODES[mode];
  const field = fieldSql(table, name, alias);
  if (compare === undefined) return undefined;
  if (field !== undefined) return compare(`CAST(${field.sql} AS TEXT)`);
  const [first = '', ...rest] = path.split('_');
  const relation = table.relations.get(first);
  const inner = relation && rest.length > 0 ? conditionOn(tableOf(relation.to), rest.join('_'), 't1') : undefined;
  return relation && inner
    ? `EXISTS (SELECT 1 FROM "${relation.to}" t1 WHERE ${relation.on(alias, 't1')} AND ${inner})`
    : undefined;
};

/** Python's way of writing a named group is the one in ION's examples [MAN]; the whole text must match (inferred). */
const expressionOf = (expression: string): RegExp => new RegExp(`^(?:${expression.replaceAll('(?P<', '(?<')})$`);

const groupsOf = (expression: string): string[] =>
  [...expression.matchAll(/\(\?P?<([A-Za-z_]\w*)>/g)].map(match => match[1] ?? '');

const checkPattern = ({ expression, entityType }: Input): void => {
  const text = String(expression);
  try {
    expressionOf(text);
  } catch {
    throw invalid(`${text} is no regular expression.`);
  }
  const table = tableOf(BARCODED[String(entityType)] ?? '');
  const groups = groupsOf(text);
  const unknown = groups.find(group => conditionOn(table, group) === undefined);
  if (groups.length === 0) throw invalid('A barcode pattern needs a named group, such as (?P<serialNumber>.*).');
  if (unknown !== undefined) throw invalid(`${String(entityType)} have no field ${unknown}.`);
};

const foundBy = (scope: Scope, pattern: SqlRow, barcode: string): SqlValue[] => {
  const groups = expressionOf(String(pattern['expression'])).exec(barcode)?.groups;
  if (groups === undefined) return [];
  const table = tableOf(BARCODED[String(pattern['entityType'])] ?? '');
  const found = Object.entries(groups).map(([path, text]) => {
    const sql = `SELECT t0."entityId" FROM "${table.type}" t0 WHERE ${conditionOn(table, path)} ORDER BY t0."id"`;
    return scope.store
      .prepare(sql)
      .all(text ?? '')
      .map(row => row['entityId'] ?? null);
  });
  const [first = [], ...others] = found;
  return first.filter(id => others.every(ids => ids.includes(id)));
};

const parsed = (barcode: string): unknown => {
  try {
    return JSON.parse(barcode);
  } catch {
    return undefined;
  }
};

/** JSON is ION's own, and never looked for in the patterns [docs]; what several patterns find is shown once, and all of it [MAN]. */
const scanBarcode = (scope: Scope, _row: SqlRow, args: Input): unknown => {
  const barcode = String(args['barcode']);
  const json = parsed(barcode);
  const uid = (json as { readonly uid?: unknown } | null | undefined)?.uid;
  const labels = uid === undefined ? [] : rowsWhere(scope, 'BarcodeLabel', { iuid: String(uid), deactivated: 0 });
  const patterns = json === undefined ? scope.store.prepare('SELECT * FROM "BarcodePattern" ORDER BY "id"').all() : [];
  const ids = [
    ...labels.map(label => label['entityId'] ?? null),
    ...patterns.flatMap(pattern => foundBy(scope, pattern, barcode)),
  ];
  return { entities: [...new Set(ids)].map(id => rowOf(scope, 'Entity', id)) };
};

/** A label is for what its template is for, while that is in use (inferred). */
const prepareLabel: Behaviour['prepare'] = (scope, values) => {
  const template = rowOf(scope, 'BarcodeTemplate', values['templateId']);
  const entity = rowOf(scope, 'Entity', values['entityId']);
  if (template['deactivated'] === 1) throw invalid(`Barcode template ${template['id']} is deactivated.`);
  if (template['entityType'] !== entity['type']) {
    throw invalid(`Barcode template ${template['id']} is for ${template['entityType']}, not for ${entity['type']}.`);
  }
  values['iuid'] = scope.randomBytes(16).toString('hex');
};

const subjectOf = (scope: Scope, { id }: SqlRow): unknown => {
  const { entityId = null } = rowOf(scope, 'BarcodeLabel', id);
  const type = BARCODED[String(rowOf(scope, 'Entity', entityId)['type'])];
  const [subject] = type === undefined ? [] : rowsWhere(scope, type, { entityId });
  return subject === undefined ? null : { __typename: type, ...subject };
};

const leavesOf = (table: Table): string[] =>
  [...table.columns.keys(), ...table.computed.keys()].filter(name => !name.startsWith('_')).sort();

/** Which single rows a template reaches into; ION lists its variables in its own pages only (inferred). */
const REACHED = ['part', 'location', 'parent', 'procedure', 'run', 'supplier', 'unitOfMeasure'];

/** `serialNumber` and `part.partNumber` are documented, `earliestRunId` for inventory too [MAN templating]; the rest is inferred. */
const fieldOptions = (_scope: Scope, _row: SqlRow, { templateEntityType }: Input): unknown => {
  const table = tableOf(BARCODED[String(templateEntityType)] ?? '');
  const further = REACHED.flatMap(name => {
    const relation = table.relations.get(name);
    return relation?.column === undefined ? [] : leavesOf(tableOf(relation.to)).map(leaf => `${name}.${leaf}`);
  });
  const own = table.type === 'PartInventory' ? ['earliestRunId'] : [];
  return { templateEntityType, options: [...leavesOf(table), ...own, ...further] };
};

export const barcodes: Family = {
  behaviours: [
    {
      type: 'BarcodePattern',
      prepare: (_scope, values) => checkPattern(values),
      check: (_scope, before, changes) => checkPattern({ ...before, ...changes }),
    },
    { type: 'BarcodeLabel', prepare: prepareLabel },
  ],
  fields: {
    'BarcodeLabel.barcode': labelText,
    'BarcodeLabel.subject': subjectOf,
    'Query.scanBarcode': scanBarcode,
    'Query.barcodeTemplateFieldOptions': fieldOptions,
  },
};
