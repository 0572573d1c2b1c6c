// Run steps: the way from TODO to COMPLETE, redlines, dependencies, and who is checked in.
import { edgePairs, isReachable } from '../resolve/graph.ts';
import { invalid, notFound } from '../resolve/refusals.ts';
import { insertRow, rowOf, rowsWhere } from '../resolve/rows.ts';
import type { Behaviour, Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import { create, remove } from '../resolve/write.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { isCompleteRow } from '../tables/datagrids.ts';
import { isUnblocked } from '../tables/runs.ts';
import { setDatagrid } from './datagrid-operations.ts';
import { editedColumn } from './edited-column.ts';
import { isFilled, runStepFields, updateRunStepFieldValue } from './field-values.ts';
import { moveToStep } from './movement.ts';
import { ownedLinks } from './owned-links.ts';
import { beginRedline, cancelRunStepRedline, endRedline } from './redlines.ts';
import { nextPosition } from './reorder.ts';
import { checkIssuesResolved, raiseIssue } from './step-issues.ts';

/**
 * TODO → IN_PROGRESS → COMPLETE or FAILED, FAILED → TODO and REDLINE → TODO are documented [MAN, EX], TODO → FAILED and
 * FAILED → COMPLETE too [docs step-execution]; the ways to and from HOLD and CANCELED, into REDLINE, and back from
 * IN_PROGRESS to TODO, are inferred.
 */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  TODO: ['IN_PROGRESS', 'FAILED', 'HOLD', 'CANCELED', 'REDLINE'],
  IN_PROGRESS: ['COMPLETE', 'FAILED', 'HOLD', 'TODO', 'CANCELED', 'REDLINE'],
  HOLD: ['TODO', 'IN_PROGRESS', 'CANCELED', 'REDLINE'],
  FAILED: ['TODO', 'COMPLETE', 'CANCELED', 'REDLINE'],
  REDLINE: ['TODO', 'CANCELED'],
  CANCELED: ['TODO'],
  COMPLETE: ['REDLINE'],
  DAG_MODIFIABLE: ['TODO'],
};

const nameOf = (step: SqlRow): string => `Run step ${step['id']} "${step['title']}"`;

const checkStart = (scope: Scope, step: SqlRow): void => {
  const sql = `SELECT ${isUnblocked('t0')} AS free FROM "RunStep" t0 WHERE t0."id" = ?`;
  if (scope.store.prepare(sql).get(step['id'] ?? null)?.['free'] === 1) return;
  throw invalid(
    `${nameOf(step)} cannot start: every step upstream must be COMPLETE and its parent, if it has one, IN_PROGRESS.`,
  );
};

/** A required row of the datagrid needs a value in every settable column (inferred). */
const checkRows = (scope: Scope, step: SqlRow): void => {
  const sql = `SELECT t0."index" FROM "DatagridRow" t0 WHERE t0."runStepId" = ? AND t0."required" AND NOT (${isCompleteRow('t0')}) ORDER BY t0."index"`;
  const [open] = scope.store.prepare(sql).all(step['id'] ?? null);
  if (open !== undefined)
    throw invalid(
      `${nameOf(step)} cannot be COMPLETE: row ${Number(open['index']) + 1} of its datagrid is not filled.`,
    );
};

const checkEnd = (scope: Scope, step: SqlRow): void => {
  const fields = rowsWhere(scope, 'RunStepField', { runStepId: step['id'] ?? null });
  const empty = fields.find(field => !isFilled(field));
  if (empty !== undefined) throw invalid(`${nameOf(step)} cannot be COMPLETE: field "${empty['name']}" has no value.`);
  checkRows(scope, step);
  const nested = rowsWhere(scope, 'RunStep', { parentId: step['id'] ?? null });
  const open = nested.find(child => child['status'] !== 'COMPLETE' && child['status'] !== 'CANCELED');
  if (open !== undefined) throw invalid(`${nameOf(step)} cannot be COMPLETE: ${nameOf(open)} is ${open['status']}.`);
};

/** Throws when the run that a step belongs to is over. */
export const checkRun = (scope: Scope, step: SqlRow): void => {
  const run = rowOf(scope, 'Run', step['runId']);
  if (run['canceled']) throw invalid(`Run ${run['id']} is CANCELED; its steps do not move any more.`);
  if (run['archived']) throw invalid(`Run ${run['id']} is archived; its steps do not move any more.`);
};

const checkStatus = (scope: Scope, step: SqlRow, to: string): void => {
  const from = String(step['status']);
  if (!NEXT[from]?.includes(to)) throw invalid(`${nameOf(step)} cannot go from ${from} to ${to}.`);
  checkRun(scope, step);
  if (to === 'IN_PROGRESS' || to === 'COMPLETE') checkIssuesResolved(scope, step);
  if (to === 'IN_PROGRESS') checkStart(scope, step);
  if (to === 'COMPLETE') checkEnd(scope, step);
};

/** Who started and finished a step, and when; a step that goes back to TODO has neither (inferred). */
const timesOf = (scope: Scope, step: SqlRow, to: string): Values => {
  const now = scope.now();
  if (to === 'TODO') return { startTime: null, startedById: null, endTime: null, completedById: null };
  if (to === 'IN_PROGRESS') return step['startTime'] === null ? { startTime: now, startedById: scope.userId } : {};
  if (to === 'COMPLETE') return { endTime: now, completedById: scope.userId };
  return to === 'FAILED' ? { endTime: now } : {};
};

const sessionEvent = (scope: Scope, runStepId: unknown, userId: unknown, eventType: string): SqlRow =>
  insertRow(scope, 'SessionEvent', { runStepId, userId, eventType });

const openSessions = (scope: Scope, step: SqlRow): Map<SqlValue, string> => {
  const events = rowsWhere(scope, 'SessionEvent', { runStepId: step['id'] ?? null });
  return new Map(events.map(event => [event['userId'] ?? null, String(event['eventType'])]));
};

/** Leaving IN_PROGRESS checks everybody out [MAN]. */
const checkEveryoneOut = (scope: Scope, step: SqlRow): void => {
  for (const [userId, last] of openSessions(scope, step)) {
    if (last === 'CHECK_IN') sessionEvent(scope, step['id'], userId, 'CHECK_OUT');
  }
};

const isSame = (left: unknown, right: unknown): boolean =>
  (left == null ? null : Number(left)) === (right == null ? null : Number(right));

const checkParent = (scope: Scope, step: SqlRow, parentId: unknown): void => {
  if (parentId == null) return;
  const parent = rowOf(scope, 'RunStep', parentId);
  if (parent['runId'] !== step['runId']) throw invalid(`Run step ${parent['id']} belongs to another run.`);
};

/** What is to be done in a step; who does it, when and where can change at any time. */
const CONTENTS = ['title', 'content', 'slateContent', 'type'];

/** Contents change while a step is redlined, or with the change that begins it (inferred, as `editable` says [SDL]). */
const checkEditable = (step: SqlRow, changes: Values): void => {
  if (step['status'] === 'REDLINE' || changes['status'] === 'REDLINE') return;
  const edited = editedColumn('RunStep', step, changes, CONTENTS);
  if (edited === undefined) return;
  throw invalid(`${nameOf(step)} is ${step['status']}; its ${edited} can be edited only while it is a REDLINE.`);
};

const checkStep: Behaviour['check'] = (scope, before, changes, input) => {
  checkEditable(before, changes);
  setDatagrid(scope, { runStepId: Number(before['id']) }, input['datagrid']);
  if ('parentId' in changes && !isSame(changes['parentId'], before['parentId'])) {
    checkParent(scope, before, changes['parentId']);
  }
  const to = changes['status'];
  if (to == null || to === before['status']) return;
  checkStatus(scope, before, String(to));
  Object.assign(changes, timesOf(scope, before, String(to)));
};

const asId = (value: unknown): SqlValue => (value == null ? null : Number(value));

/** A step added to an existing run starts as a redline [EX]; like other steps it goes to the end. */
const prepareStep: Behaviour['prepare'] = (scope, values) => {
  checkRun(scope, { runId: asId(values['runId']) });
  checkParent(scope, { id: null, runId: asId(values['runId']) }, values['parentId']);
  const siblings = { runId: asId(values['runId']), parentId: asId(values['parentId']) };
  values['position'] = nextPosition(scope, 'RunStep', siblings);
  values['status'] = 'REDLINE';
  values['type'] ??= 'CONTENT';
};

const removeOnlyRedlines = (_scope: Scope, step: SqlRow): void => {
  if (step['status'] !== 'REDLINE')
    throw invalid(`${nameOf(step)} is ${step['status']}; only a REDLINE can be deleted.`);
};

const checkEdge: Behaviour['prepare'] = (scope, values) => {
  if (values['upstreamStepId'] == null) return;
  const step = rowOf(scope, 'RunStep', values['stepId']);
  const upstream = rowOf(scope, 'RunStep', values['upstreamStepId']);
  if (step['runId'] !== upstream['runId']) {
    throw invalid(`Run steps ${step['id']} and ${upstream['id']} belong to different runs.`);
  }
  if (isReachable(scope, edgePairs('RunStepsEdge'), upstream['id'] ?? null, step['id'] ?? null)) {
    throw invalid(`Run step ${step['id']} cannot depend on run step ${upstream['id']}: that would close a circle.`);
  }
};

const session =
  (eventType: 'CHECK_IN' | 'CHECK_OUT', payload: string): Operation =>
  (scope, args) => {
    const input = args['input'] as Input;
    const step = rowOf(scope, 'RunStep', input['runStepId']);
    const userId = asId(input['userId'] ?? scope.userId);
    const isIn = openSessions(scope, step).get(userId) === 'CHECK_IN';
    if (isIn === (eventType === 'CHECK_IN')) {
      throw invalid(`User ${userId} is ${isIn ? 'already' : 'not'} checked in to run step ${step['id']}.`);
    }
    if (eventType === 'CHECK_IN' && step['status'] !== 'IN_PROGRESS') {
      throw invalid(`${nameOf(step)} is ${step['status']}; one can check in only while it is IN_PROGRESS.`);
    }
    return { [payload]: sessionEvent(scope, step['id'], userId, eventType) };
  };

/** That the etag is the run step's is stated here [api etag rules]. */
const inventories = ownedLinks({
  link: 'RunStepInventory',
  owner: ['runStepId', 'RunStep'],
  other: ['partInventoryId', 'PartInventory'],
  payload: 'runStep',
  missing: (step, inventory) => notFound('PartInventory', `${inventory} on run step ${step}`),
});

export const runSteps: Family = {
  behaviours: [
    {
      type: 'RunStep',
      accepts: ['position', 'datagrid'],
      prepare: prepareStep,
      check: checkStep,
      created: (scope, step, input) => {
        beginRedline(scope, step, undefined);
        setDatagrid(scope, { runStepId: Number(step['id']) }, input['datagrid']);
      },
      updated: (scope, after, before) => {
        if (after['status'] === 'REDLINE' && before['status'] !== 'REDLINE') beginRedline(scope, after, before);
        if (before['status'] === 'REDLINE' && after['status'] !== 'REDLINE') endRedline(scope, after);
        if (before['status'] === 'IN_PROGRESS' && after['status'] !== 'IN_PROGRESS') checkEveryoneOut(scope, after);
        if (after['status'] === 'FAILED' && before['status'] !== 'FAILED') raiseIssue(scope, after);
        if (after['status'] === 'IN_PROGRESS' && before['status'] === 'TODO') moveToStep(scope, after);
      },
      removing: removeOnlyRedlines,
    },
    runStepFields,
    { type: 'RunStepsEdge', prepare: checkEdge },
  ],
  operations: {
    updateRunStepFieldValue,
    cancelRunStepRedline,
    createRunStepEdge: (scope, args) => ({ stepEdge: create(scope, 'RunStepsEdge', args['input'] as Input) }),
    deleteRunStepEdge: (scope, args) => remove(scope, 'RunStepsEdge', args),
    checkIn: session('CHECK_IN', 'checkInEvent'),
    checkOut: session('CHECK_OUT', 'checkOutEvent'),
    addPartInventoryToRunStep: inventories.add,
    removePartInventoryFromRunStep: inventories.remove,
  },
};
