// Runs: made from a released procedure, with or without an inventory of their own.
import { invalid } from '../resolve/refusals.ts';
import { checkEtag, insertRow, rowOf, rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import { change, create } from '../resolve/write.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { isOpenRun } from '../tables/runs.ts';
import { checkPartProcedure } from './asked-approvals.ts';
import { spawnBuildRequirements } from './build-requirements.ts';
import { copyStepsToRun } from './step-copy.ts';

const BATCHES = ['addToNewBatch', 'runBatchTitle'];

/** The runs of one `createRuns` that ask for a new batch of one title come into the same (inferred); one that was made for a run that was refused is gone. */
const joinNewBatch = (scope: Scope, values: Values, input: Input): void => {
  if (input['addToNewBatch'] !== true) return;
  const title = String(input['runBatchTitle'] ?? values['title'] ?? 'Batch');
  const name = `new run batch ${title}`;
  const [known] = rowsWhere(scope, 'RunBatch', { id: Number(scope.loaders.get(name) ?? 0), title });
  const { id } = known ?? insertRow(scope, 'RunBatch', { title });
  scope.loaders.set(name, id);
  values['runBatchId'] = id;
};

/** A run is of a released procedure [SDL says so of Run; that ION refuses others is inferred]. */
const checkProcedure = (scope: Scope, procedureId: unknown): void => {
  if (procedureId == null) return;
  const procedure = rowOf(scope, 'Procedure', procedureId);
  if (procedure['status'] !== 'RELEASED') {
    throw invalid(`Procedure ${procedure['id']} is ${procedure['status']}; a run needs a RELEASED one.`);
  }
};

/** The part of a run is that of its inventory (inferred). */
const completePart = (scope: Scope, values: Values): void => {
  if (values['partInventoryId'] == null) return;
  const inventory = rowOf(scope, 'PartInventory', values['partInventoryId']);
  values['partId'] ??= inventory['partId'];
  if (Number(values['partId']) !== inventory['partId']) {
    throw invalid(
      `Part inventory ${inventory['id']} is of part ${inventory['partId']}, not ${String(values['partId'])}.`,
    );
  }
};

/** Without an inventory ION makes one for the run [EX, MAN]; it gets its serial or lot number later (inferred). */
const makeInventory = (scope: Scope, values: Values): void => {
  if (values['partId'] == null || values['partInventoryId'] != null) return;
  const part = rowOf(scope, 'Part', values['partId']);
  const quantity = part['trackingType'] === 'SERIAL' ? 1 : (values['quantity'] ?? 1);
  const inventory = create(scope, 'PartInventory', { partId: part['id'], quantity, awaitsNumbers: true });
  values['partInventoryId'] = inventory['id'];
};

/** The procedure's title and a number (inferred; the organisation's title template is not emulated). */
const generateTitle = (scope: Scope, values: Values): string => {
  const procedureId = values['procedureId'] == null ? null : Number(values['procedureId']);
  const title = procedureId === null ? 'Run' : String(rowOf(scope, 'Procedure', procedureId)['title']);
  return `${title} ${rowsWhere(scope, 'Run', { procedureId }).length + 1}`;
};

const checkTitle = (values: Values): void => {
  if ('title' in values && String(values['title'] ?? '').trim() === '') throw invalid('Run.title is required.');
};

/** Each as if it were canceled by itself, so that whoever works on it is checked out and its redline ends. */
const cancelSteps = (scope: Scope, run: SqlRow): void => {
  for (const step of rowsWhere(scope, 'RunStep', { runId: run['id'] ?? null })) {
    if (step['status'] !== 'COMPLETE') change(scope, 'RunStep', step, { status: 'CANCELED' });
  }
};

const isOpen = (scope: Scope, run: SqlRow): boolean => {
  const sql = `SELECT ${isOpenRun('t0')} AS open FROM "Run" t0 WHERE t0."id" = ?`;
  return scope.store.prepare(sql).get(run['id'] ?? null)?.['open'] === 1;
};

/** Cancels what is not COMPLETE; a run that is not open any more is refused (inferred). */
const cancelRun: Operation = (scope, args) => {
  const { id, etag } = args['input'] as Input;
  const run = rowOf(scope, 'Run', id);
  checkEtag(run, etag);
  if (!isOpen(scope, run)) throw invalid(`Run ${run['id']} is not open and cannot be canceled.`);
  cancelSteps(scope, run);
  return { run: updateRow(scope, 'Run', run, { canceled: true }) };
};

const archiveRun: Operation = (scope, args) => {
  const { id, etag, archived } = args['input'] as Input;
  const run = rowOf(scope, 'Run', id);
  checkEtag(run, etag);
  return { run: updateRow(scope, 'Run', run, { archived }) };
};

export const runs: Family = {
  behaviours: [
    {
      type: 'Run',
      accepts: ['autogenerateTitle', ...BATCHES],
      prepare: (scope, values, input) => {
        checkProcedure(scope, values['procedureId']);
        if (values['title'] == null && input['autogenerateTitle'] === true) {
          values['title'] = generateTitle(scope, values);
        }
        checkTitle({ title: null, ...values });
        completePart(scope, values);
        checkPartProcedure(scope, values);
        makeInventory(scope, values);
        joinNewBatch(scope, values, input);
      },
      created: (scope, run) => {
        if (run['procedureId'] !== null) copyStepsToRun(scope, run['procedureId'] ?? null, run['id'] ?? null);
        if (run['partInventoryId'] !== null && scope.rules.buildRequirementsAt === 'run') {
          spawnBuildRequirements(scope, rowOf(scope, 'PartInventory', run['partInventoryId']));
        }
      },
      check: (scope, before, changes, input) => {
        joinNewBatch(scope, changes, input);
        checkTitle(changes);
        if (changes['partInventoryId'] != null) completePart(scope, changes);
        else if (changes['partId'] != null && changes['partInventoryId'] === undefined) {
          completePart(scope, { partInventoryId: before['partInventoryId'], ...changes });
        }
      },
    },
  ],
  operations: { cancelRun, archiveRun },
};
