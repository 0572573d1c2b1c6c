/** Writes a plan as its JSON record. */
import { placeOf } from '../diagnostics/to-json.ts';
import type { Action, Change, Plan } from '../plan/change.ts';
import type { Address, DesiredState } from '../state/entity.ts';
import type { ChangeRecord, PlanRecord } from './records.ts';

export interface PlanFacts {
  readonly desired: DesiredState;
  /** The section in which entities of a kind are authored. */
  readonly sectionOf: ReadonlyMap<string, string>;
  readonly requests: PlanRecord['requests'];
}

export function planRecord(plan: Plan, facts: PlanFacts): PlanRecord {
  const entries = entriesOf(facts);
  const changes = plan.changes.map(change => changeRecord(change, entries, facts));
  return { changes, summary: countActions(plan.changes), requests: facts.requests };
}

type Entries = ReadonlyMap<Address, Address>;

/** For each declared entity, the address of the entry that it was expanded from: all share that entry's locator. */
function entriesOf({ desired, sectionOf }: PlanFacts): Entries {
  const all = [...desired.entities.values()];
  const roots = new Map<unknown, Address>();
  for (const { kind, origin, address } of all) {
    if (origin?.path.length === 0 && sectionOf.has(kind)) roots.set(origin.locate, address);
  }
  return new Map(all.map(({ address, origin }) => [address, roots.get(origin?.locate) ?? address]));
}

function changeRecord(change: Change, entries: Entries, { desired, sectionOf }: PlanFacts): ChangeRecord {
  const { id, address, kind, action, dependsOn } = change;
  const root = 'actual' in change ? change.actual.root : address;
  const entry = entries.get(address) ?? entries.get(root) ?? root;
  const section = sectionOf.get(entry.slice(0, entry.indexOf('/')));
  return {
    id,
    address,
    kind,
    action,
    entry,
    ...(section !== undefined && { section }),
    ...details(change, desired),
    dependsOn,
  };
}

function details(change: Change, desired: DesiredState): Partial<ChangeRecord> {
  switch (change.action) {
    case 'create':
      return {};
    case 'keep':
      return change.spawned === undefined ? {} : { spawned: change.spawned };
    case 'update':
    case 'replace':
      return { edits: change.edits };
    case 'transition':
      return { from: change.from, to: change.to, ...(change.approved && { approved: true }) };
    case 'revise':
      return { edits: change.edits, reason: change.reason };
    case 'delete':
      return change.retires === undefined ? {} : { retires: change.retires };
    case 'blocked':
      return { edits: change.edits, reason: change.reason, help: change.help, ...declaredAt(change, desired) };
  }
}

/** The value of the first field that differs, the key of the declaration where none does. */
function declaredAt({ address, edits }: Change & { action: 'blocked' }, desired: DesiredState): Partial<ChangeRecord> {
  const origin = desired.entities.get(address)?.origin;
  if (!origin) return {};
  const [edit] = edits;
  if (edit === undefined) return { place: placeOf(origin.locate(origin.path, 'key')) };
  const [name = '', ...key] = edit.path.split('.');
  const path = [...(origin.fieldPaths?.[name] ?? [...origin.path, name]), ...(key.length > 0 ? [key.join('.')] : [])];
  return { place: placeOf(origin.locate(path, 'value')) };
}

function countActions(changes: readonly Change[]): Record<Action, number> {
  const summary = { create: 0, update: 0, transition: 0, revise: 0, replace: 0, delete: 0, keep: 0, blocked: 0 };
  for (const { action } of changes) summary[action] += 1;
  return summary;
}
