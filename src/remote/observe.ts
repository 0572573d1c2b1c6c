/** Reads what the target has of what the fixtures declare: in bulk, by identity, a family in one query. */
import type { Checked, Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Kind } from '../kinds/kind.ts';
import { KINDS, kindOf } from '../kinds/kinds.ts';
import type { DesiredState, Entity } from '../state/entity.ts';
import { identityFields } from '../state/identity.ts';
import { multimap } from '../state/multimap.ts';
import type { Fields, Value } from '../state/value.ts';
import { type Row, valueAt } from './decode.ts';
import type { Dialect } from './dialect.ts';
import { apartDocument, listDocument, singleDocument } from './documents.ts';
import { type Bindings, Unbound } from './encode.ts';
import { markText } from './marks.ts';
import { childKinds, ionName } from './naming.ts';
import { recogniseRows } from './recognise.ts';
import { Recognised } from './recognised.ts';
import type { Transport } from './transport.ts';

/** How many identities one filter names: keeps requests and answers of moderate size. */
const CHUNK = 100;

/** What reading takes: what is declared, what is known of the target so far, and how to ask it. */
export interface Reading {
  readonly desired: DesiredState;
  /** Grows with every answer. */
  readonly known: Recognised;
  readonly transport: Transport;
  readonly dialect: Dialect;
}

interface Page {
  readonly [query: string]: {
    readonly edges: readonly { readonly node: Row }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/** A filter over one or more fields, each with all the values that are asked for. */
type Filter = Readonly<Record<string, unknown>>;

function filterNames(kind: Kind, entity: Entity): readonly string[] {
  if (entity.mode === 'lookup') return Object.keys(entity.fields);
  const names = identityFields(kind, entity.fields) ?? [];
  return names.filter(({ name, optional }) => !optional && !kind.list?.ignore?.includes(name)).map(({ name }) => name);
}

function filterValue(kind: Kind, name: string, fields: Fields, bindings: Bindings): unknown {
  const value = fields[name];
  if (kind.fields[name]?.to === undefined) return value;
  const number = bindings.get(String(value))?.numbers['id'];
  if (number === undefined) throw new Unbound(String(value));
  return number;
}

/** The values that entity is asked for by; undefined when something that identifies it is not in the target either. */
function filterValues(
  kind: Kind,
  names: readonly string[],
  entity: Entity,
  bindings: Bindings,
): readonly unknown[] | undefined {
  try {
    return names.map(name => filterValue(kind, name, entity.fields, bindings));
  } catch (error) {
    if (error instanceof Unbound) return undefined;
    throw error;
  }
}

function chunkFilters(kind: Kind, names: readonly string[], rows: readonly (readonly unknown[])[]): readonly Filter[] {
  const members = names.map(name => ionName(kind, name));
  const filters: Filter[] = [];
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = rows.slice(start, start + CHUNK);
    const wanted = members.map((member, index) => {
      const values = [...new Set(chunk.map(row => row[index]))];
      if (kind.fields[names[index] ?? '']?.markIn === undefined) return [member, { in: values }] as const;
      return ['or_', values.map(mark => ({ [member]: { like: `%${markText(mark as Value)}` } }))] as const;
    });
    filters.push({ ...kind.list?.filter, ...Object.fromEntries(wanted) });
  }
  return filters;
}

/** The filters that together find every entity of a kind that could be in the target. */
function filtersFor(kind: Kind, entities: readonly Entity[], bindings: Bindings): readonly Filter[] {
  const groups = new Map<string, { names: readonly string[]; rows: Map<string, readonly unknown[]> }>();
  for (const entity of entities) {
    const names = filterNames(kind, entity);
    const values = names.length === 0 ? undefined : filterValues(kind, names, entity, bindings);
    if (!values) continue;
    const group = groups.get(names.join()) ?? { names, rows: new Map() };
    group.rows.set(JSON.stringify(values), values);
    groups.set(names.join(), group);
  }
  return [...groups.values()].flatMap(({ names, rows }) => chunkFilters(kind, names, [...rows.values()]));
}

/** All rows that a filter finds, page after page. */
async function readPages(
  document: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  { transport }: Reading,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let after: string | null = null; ; ) {
    const page: Page = await transport.request<Page>(document, { ...variables, ...(after && { after }) });
    for (const { node } of page[query]?.edges ?? []) rows.push(node);
    const info = page[query]?.pageInfo;
    if (!info?.hasNextPage || !info.endCursor) return rows;
    after = info.endCursor;
  }
}

const PAGE_APART = 200;

/** What stands in these rows and is listed by a query of its own. */
async function readApart(child: Kind, rows: readonly Row[], reading: Reading): Promise<readonly Row[]> {
  const { field = '', list } = child.within ?? {};
  const document = apartDocument(child, reading.dialect);
  const ids = rows.map(row => [row.id]);
  const pages = chunkFilters(child, [field], ids).map(filters =>
    readPages(document, list?.query ?? '', { filters, first: PAGE_APART }, reading),
  );
  return (await Promise.all(pages)).flat();
}

/** The rows, each with what stands in it and is read apart, as if the row had listed it. */
async function completeRows(kind: Kind, rows: readonly Row[], reading: Reading): Promise<readonly Row[]> {
  let complete = rows;
  for (const child of childKinds(kind)) {
    const { field = '', at = '', list } = child.within ?? {};
    if (!list || rows.length === 0) continue;
    const container = ionName(child, field);
    const found = new Map(rows.map(row => [String(row.id), [] as Row[]]));
    for (const row of await readApart(child, rows, reading)) found.get(String(row[container]))?.push(row);
    complete = complete.map(row => ({ ...row, [at]: found.get(String(row.id)) ?? [] }));
  }
  return complete;
}

async function readRows(kind: Kind, filter: Filter, reading: Reading): Promise<readonly Row[]> {
  const variables = { filters: filter, first: kind.list?.pageSize };
  const rows = await readPages(listDocument(kind, reading.dialect), kind.list?.query ?? '', variables, reading);
  return completeRows(kind, rows, reading);
}

/** Rows of several filters, each object once. */
async function readAll(kind: Kind, filters: readonly Filter[], reading: Reading): Promise<readonly Row[]> {
  const pages = await Promise.all(filters.map(filter => readRows(kind, filter, reading)));
  return [...new Map(pages.flat().map(row => [row.id, row])).values()];
}

/** What a target has exactly one of, with everything inside it. */
async function readSingle(kind: Kind, { transport, dialect }: Reading): Promise<readonly Row[]> {
  const { query = '', at = '' } = kind.single ?? {};
  const row = valueAt(await transport.request<Row>(singleDocument(kind, dialect)), `${query}.${at}`);
  return row == null ? [] : [row as Row];
}

/** Reads one object of a root kind, with everything inside it, by its id. */
export async function readRow(kind: Kind, id: number, reading: Reading): Promise<Row | undefined> {
  if (kind.single) return (await readSingle(kind, reading))[0];
  const [row] = await readRows(kind, { id: { eq: id } }, reading);
  return row;
}

/** Reads entities of one root kind and recognises them, and what is inside them. */
export async function observeKind(kind: Kind, entities: readonly Entity[], reading: Reading): Promise<void> {
  const { desired, known } = reading;
  const rows = kind.single
    ? await readSingle(kind, reading)
    : await readAll(kind, filtersFor(kind, entities, known.entities), reading);
  recogniseRows(kind, rows, entities, desired, known);
}

function spanOf(entity: Entity): { span: NonNullable<Diagnostic['span']> } | Record<never, never> {
  const { origin } = entity;
  return origin ? { span: origin.locate(origin.path, entity.mode === 'lookup' ? 'value' : 'key') } : {};
}

function given({ fields }: Entity): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(' and ');
}

/** A lookup has no key of the author's. */
function meaning(entity: Entity): string {
  return entity.mode === 'lookup' ? `with ${given(entity)}` : `that "${entity.key}" could be`;
}

function ambiguous([entity, ids]: readonly [Entity, readonly number[]]): Diagnostic {
  return {
    code: 'ambiguous-identity',
    severity: 'error',
    message: `the target has ${ids.length} objects ${meaning(entity)}: ${kindOf(entity.kind).type} ${ids.join(' and ')}`,
    ...spanOf(entity),
    help: 'remove or rename all but one of them in the target, or tell them apart here',
  };
}

function notFound(entity: Entity): Diagnostic {
  return {
    code: 'lookup-not-found',
    severity: 'error',
    message: `the target has no ${entity.kind} with ${given(entity)}`,
    ...spanOf(entity),
    help: `create it in the target${kindOf(entity.kind).create ? ', or declare it in a fixture file' : '; no fixture file can declare it'}`,
  };
}

/**
 * What the target has of the declared entities. Kinds are read one after the other because later ones are asked for by
 * the ids of earlier ones; the pages of a kind are read together. Lookups that find nothing, and identities that find
 * two objects, are diagnostics.
 */
export async function observe(
  desired: DesiredState,
  transport: Transport,
  dialect: Dialect,
): Promise<Checked<Recognised>> {
  const known = new Recognised();
  const byKind = multimap(Array.from(desired.entities.values(), entity => [entity.kind, entity] as const));
  for (const kind of KINDS) {
    const entities = byKind.get(kind.name);
    if ((kind.list ?? kind.single) && entities)
      await observeKind(kind, entities, { desired, known, transport, dialect });
  }
  const missing = [...desired.entities.values()].filter(
    entity => entity.mode === 'lookup' && !known.entities.has(entity.address) && !known.ambiguities.has(entity),
  );
  return { value: known, diagnostics: [...Array.from(known.ambiguities, ambiguous), ...missing.map(notFound)] };
}
