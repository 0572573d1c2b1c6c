// Procedures: families of versions, copies with all their steps, and the links with parts.
import { encode } from '../resolve/encode.ts';
import { invalid, notFound } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { checkEtag, idOf, insertRow, rowOf, rowsWhere, rowWhere } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import { change, create } from '../resolve/write.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { tableOf } from '../tables/catalog.ts';
import { checkAsked } from './asked-approvals.ts';
import { copyChildren, copyRow } from './copy.ts';
import { archiveOthers, checkTransition, nextVersion, wasReleased } from './lifecycle.ts';
import { copySteps } from './step-copy.ts';

/** A release may take reviews [MAN]; how many is a setting [SDL]. */
const REVIEWED = {
  ...{ what: 'Procedure', status: 'status', to: 'RELEASED', table: 'Review', column: 'procedureId' },
  setting: ['procedures', 'numReviewersRequired'],
} as const;

/** A number for a new family of versions; the sequence is shared by procedures and steps (inferred). */
export const newFamilyId = (scope: Scope, member: string): SqlValue =>
  insertRow(scope, 'Family', { member })['id'] ?? null;

const draftOf = (scope: Scope, familyId: SqlValue | undefined): SqlRow | undefined =>
  rowsWhere(scope, 'Procedure', { familyId: familyId ?? null, status: 'DRAFT' })[0];

/** One draft per family [MAN]. */
const requireNoDraft = (scope: Scope, familyId: SqlValue | undefined): void => {
  const draft = draftOf(scope, familyId);
  if (draft !== undefined) {
    throw invalid(`Procedure family ${familyId} already has a draft: procedure ${draft['id']}.`);
  }
};

/** Only a draft can be edited [MAN]; the status is how the others move on. */
const checkEditable = (before: SqlRow, changes: Values): void => {
  if (before['status'] === 'DRAFT') return;
  const { columns } = tableOf('Procedure');
  const isEdited = (name: string): boolean =>
    encode(changes[name], columns.get(name)?.kind ?? 'text', name) !== before[name];
  if (Object.keys(changes).some(name => name !== 'status' && isEdited(name))) {
    throw invalid(`Procedure ${before['id']} is ${before['status']}; only a DRAFT can be edited.`);
  }
};

/** Flat arguments, or the same fields in `input`; where both are given the flat ones win (inferred). */
const createProcedure: Operation = (scope, args) => {
  const { input, ...flat } = args;
  const given = Object.fromEntries(Object.entries(flat).filter(([, value]) => value != null));
  return { procedure: create(scope, 'Procedure', { ...(input as Input | null), ...given }) };
};

const copyProcedure = (scope: Scope, source: SqlRow, identity: Values): SqlRow => {
  const copy = copyRow(scope, 'Procedure', source, { ...identity, status: 'DRAFT', commitMessage: null });
  copySteps(scope, source['id'] ?? null, copy['id'] ?? null);
  copyChildren(scope, 'PartProcedure', 'procedureId', source['id'], copy['id']);
  return copy;
};

const versionSource = (scope: Scope, familyId: SqlValue, procedureId: unknown): SqlRow => {
  const versions = rowsWhere(scope, 'Procedure', { familyId });
  const wanted = procedureId == null ? undefined : Number(procedureId);
  const source = versions.findLast(row => wanted === undefined || row['id'] === wanted);
  if (source === undefined && procedureId == null) throw notFound('Procedure family', familyId);
  if (source === undefined) throw notFound(`Procedure of family ${familyId}`, procedureId);
  return source;
};

/** A new draft with everything of the given version, or else of the latest [MAN, SDL]. */
const createProcedureVersion: Operation = (scope, args) => {
  const familyId = idOf(args['familyId']);
  const source = versionSource(scope, familyId, args['procedureId']);
  requireNoDraft(scope, familyId);
  const version = nextVersion(scope, 'Procedure', 'familyId', familyId);
  return { procedure: copyProcedure(scope, source, { familyId, version }) };
};

/** A first version in a family of its own, under the same title (inferred). */
const cloneProcedure: Operation = (scope, args) => {
  const source = rowOf(scope, 'Procedure', args['procedureId']);
  checkEtag(source, args['etag']);
  return { procedure: copyProcedure(scope, source, { familyId: newFamilyId(scope, 'Procedure'), version: 1 }) };
};

const linkOf = (scope: Scope, input: Input): SqlRow => {
  const pair = { partId: idOf(input['partId']), procedureId: idOf(input['procedureId']) };
  const link = rowWhere(scope, 'PartProcedure', pair);
  checkEtag(link, input['etag']);
  return link;
};

const updatePartProcedure: Operation = (scope, args) => {
  const input = args['input'] as Input;
  const { status, required } = input;
  const changes = { ...(status === undefined ? {} : { status }), ...(required === undefined ? {} : { required }) };
  return { partProcedure: change(scope, 'PartProcedure', linkOf(scope, input), changes) };
};

const deletePartProcedure: Operation = (scope, args) => {
  const link = linkOf(scope, args);
  deleteRow(scope, 'PartProcedure', link);
  return { partId: link['partId'], procedureId: link['procedureId'] };
};

export const procedures: Family = {
  behaviours: [
    {
      type: 'Procedure',
      prepare: (scope, values) => {
        values['type'] ??= 'BUILD';
        values['version'] = 1;
        values['familyId'] = newFamilyId(scope, 'Procedure');
      },
      check: (scope, before, changes) => {
        checkEditable(before, changes);
        checkTransition(scope, `Procedure ${before['id']}`, before, changes);
        checkAsked(scope, REVIEWED, before, changes);
        if (changes['status'] === 'DRAFT' && before['status'] !== 'DRAFT') requireNoDraft(scope, before['familyId']);
      },
      updated: (scope, after, before) => {
        if (wasReleased(after, before)) archiveOthers(scope, 'Procedure', after, 'familyId');
      },
      removing: (_scope, row) => {
        if (row['status'] !== 'DRAFT') {
          throw invalid(`Procedure ${row['id']} is ${row['status']}; only an unused draft can be deleted.`);
        }
      },
    },
  ],
  operations: {
    createProcedure,
    createProcedureVersion,
    cloneProcedure,
    updatePartProcedure,
    deletePartProcedure,
  },
};
