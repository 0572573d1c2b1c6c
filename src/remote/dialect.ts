/** What the target's own schema says: ION's public documents disagree, so names are taken from the tenant that answers. */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Call, Field, Kind } from '../kinds/kind.ts';
import { containerKind, kindOf } from '../kinds/kinds.ts';
import type { DesiredState, Entity } from '../state/entity.ts';
import { childKinds, firstOf, ionName, readPath } from './naming.ts';
import type { Transport } from './transport.ts';

/** The part of the target's schema that concerns some kinds. */
export interface Dialect {
  /** Argument → type as it is written in a document (`CreatePartInput!`), of a query or mutation; undefined when it has none of that name. */
  readonly arguments: (operation: string) => ReadonlyMap<string, string> | undefined;
  /** Whether an object or input type has a member. Types that were not asked for have none. */
  readonly has: (type: string, member: string) => boolean;
}

interface TypeReference {
  readonly kind: string;
  readonly name: string | null;
  readonly ofType?: TypeReference | null;
}
interface OperationsAnswer {
  readonly [alias: string]: {
    readonly fields: readonly { name: string; args: readonly { name: string; type: TypeReference }[] }[];
  } | null;
}
interface MembersAnswer {
  readonly [alias: string]: {
    readonly name: string;
    readonly fields: readonly { name: string }[] | null;
    readonly inputFields: readonly { name: string }[] | null;
  } | null;
}

const OPERATIONS = `query SeedbedOperations {
  query: __type(name: "Query") { ...operations }
  mutation: __type(name: "Mutation") { ...operations }
}
fragment operations on __Type { fields(includeDeprecated: true) { name args { name type { ...reference } } } }
fragment reference on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;

function written(type: TypeReference): string {
  const inner = type.ofType ? written(type.ofType) : '';
  if (type.kind === 'NON_NULL') return `${inner}!`;
  return type.kind === 'LIST' ? `[${inner}]` : String(type.name);
}

function callsOf(kind: Kind): readonly Call[] {
  const { create, update, remove, attach, retire, lifecycle } = kind;
  const all = [create, update, remove, attach, ...(retire?.calls ?? []), lifecycle?.revise, lifecycle?.approval?.call];
  return all.filter(call => call !== undefined);
}

/** Every kind that is read together with these: the objects inside of which they are, and what is inside those. */
function familyOf(kinds: Iterable<Kind>): ReadonlySet<Kind> {
  const family = new Set<Kind>();
  const visit = (kind: Kind): void => {
    if (family.has(kind)) return;
    family.add(kind);
    const container = containerKind(kind);
    if (container !== undefined) visit(kindOf(container));
    for (const child of childKinds(kind)) visit(child);
  };
  for (const kind of kinds) visit(kind);
  return family;
}

/** Asks the target in two requests what its schema has for these kinds and what is read with them. */
export async function readDialect(transport: Transport, kinds: Iterable<Kind>): Promise<Dialect> {
  const family = [...familyOf(kinds)];
  const operations = await transport.request<OperationsAnswer>(OPERATIONS);
  const known = new Map<string, ReadonlyMap<string, string>>();
  for (const { name, args } of [...(operations['query']?.fields ?? []), ...(operations['mutation']?.fields ?? [])]) {
    known.set(name, new Map(args.map(argument => [argument.name, written(argument.type)])));
  }
  const inputs = family.flatMap(callsOf).map(call => known.get(call.mutation)?.get('input'));
  const types = new Set([
    ...family.map(kind => kind.type),
    ...family.flatMap(kind => kind.lifecycle?.approval?.asked ?? []).map(({ of }) => of),
    ...inputs.flatMap(input => (input ? [input.replace(/\W/g, '')] : [])),
  ]);
  const aliases = [...types].map((type, index) => `t${index}: __type(name: "${type}") { ...members }`);
  const fragment = 'fragment members on __Type { name fields(includeDeprecated: true) { name } inputFields { name } }';
  // Fixtures that declare nothing need nothing of the target.
  if (aliases.length === 0) return { arguments: name => known.get(name), has: () => false };
  const answer = await transport.request<MembersAnswer>(`query SeedbedTypes {\n${aliases.join('\n')}\n}\n${fragment}`);
  const members = new Set<string>();
  for (const type of Object.values(answer)) {
    for (const { name } of type?.fields ?? type?.inputFields ?? []) members.add(`${type?.name}.${name}`);
  }
  return { arguments: name => known.get(name), has: (type, member) => members.has(`${type}.${member}`) };
}

/** Whether a call accepts an argument or, in its input object, a member of that name. */
export function accepts(dialect: Dialect, call: Call, member: string): boolean {
  const given = dialect.arguments(call.mutation);
  if (call.style === 'arguments') return given?.has(member) ?? false;
  const input = given?.get('input')?.replace(/\W/g, '');
  return input !== undefined && dialect.has(input, member);
}

/** What reading objects of a kind needs. */
function lacksForReading(kind: Kind, dialect: Dialect): readonly string[] {
  const { list, single, within } = kind;
  const query = list?.query ?? single?.query ?? within?.list?.query;
  if (query !== undefined) return dialect.arguments(query) ? [] : [`the query ${query}`];
  const container = containerKind(kind);
  if (!within || container === undefined) return [];
  const [{ type }, member] = [kindOf(container), firstOf(within.at)];
  return dialect.has(type, member) ? [] : [`${member} of ${type}`];
}

function lacksOfKind(kind: Kind, dialect: Dialect): readonly string[] {
  const calls = [kind.create, kind.attach, kind.update].filter(call => call !== undefined);
  const missing = calls.filter(({ mutation }) => !dialect.arguments(mutation));
  return [...lacksForReading(kind, dialect), ...missing.map(({ mutation }) => `the mutation ${mutation}`)];
}

function lacksForField(kind: Kind, name: string, dialect: Dialect): readonly string[] {
  const field = kind.fields[name];
  if (!field || field.local || field.type === 'file' || field.write === 'never') return [];
  if (kind.derive?.from === name) {
    const { mutation } = kind.derive.call;
    return dialect.arguments(mutation) ? [] : [`the mutation ${mutation}`];
  }
  return [...lacksForWriting(kind, name, field, dialect), ...lacksForComparing(kind, name, field, dialect)];
}

/** Without its value on the object a field would seem to differ for ever, and without its number nothing can be named by it. */
function lacksForComparing(kind: Kind, name: string, field: Field, dialect: Dialect): readonly string[] {
  const missing: string[] = [];
  const member = firstOf(readPath(kind, name));
  if (name !== kind.within?.field && !dialect.has(kind.type, member)) missing.push(`${member} of ${kind.type}`);
  const { type } = field.to === undefined ? kind : kindOf(field.to);
  for (const number of new Set([field.sends, field.by])) {
    if (number !== undefined && !dialect.has(type, number)) missing.push(`${number} of ${type}`);
  }
  return missing;
}

function lacksForWriting(kind: Kind, name: string, field: Field, dialect: Dialect): readonly string[] {
  const member = ionName(kind, name);
  const calls = [
    ...(field.write === 'update' ? [] : [kind.create]),
    ...(field.write === 'create' ? [] : [kind.update]),
  ];
  return calls
    .filter(call => call !== undefined)
    .filter(call => dialect.arguments(call.mutation) && !accepts(dialect, call, member))
    .map(call => `${member} in ${call.mutation}`);
}

function unsupported(entity: Entity, field: string | undefined, missing: readonly string[]): Diagnostic {
  const { origin } = entity;
  const path = origin && (field === undefined ? origin.path : (origin.fieldPaths?.[field] ?? [...origin.path, field]));
  return {
    code: 'unsupported-by-target',
    severity: 'error',
    message: `the target's schema lacks ${[...new Set(missing)].join(' and ')}`,
    ...(origin && path && { span: origin.locate(path, 'key') }),
    help: 'its version of ION does not offer it: leave this out, or ask its owner',
  };
}

/** Names precisely what declared entities need and the target does not have, each once, where it is first needed. */
export function checkDialect(desired: DesiredState, dialect: Dialect): readonly Diagnostic[] {
  const checked = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const report = (name: string, entity: Entity, field: string | undefined, find: () => readonly string[]): void => {
    if (checked.has(name)) return;
    checked.add(name);
    const missing = find();
    if (missing.length > 0) diagnostics.push(unsupported(entity, field, missing));
  };
  for (const entity of desired.entities.values()) {
    const kind = kindOf(entity.kind);
    if (entity.mode === 'lookup') {
      report(`lookup of ${kind.name}`, entity, undefined, () => lacksForReading(kind, dialect));
      continue;
    }
    report(kind.name, entity, undefined, () => lacksOfKind(kind, dialect));
    for (const field of Object.keys(entity.fields)) {
      report(`${kind.name}.${field}`, entity, field, () => lacksForField(kind, field, dialect));
    }
  }
  return diagnostics;
}
