// Redlines: what a run step was before it was changed during its run, and what it became.
import { decode } from '../resolve/encode.ts';
import { invalid } from '../resolve/refusals.ts';
import { checkEtag, insertRow, rowOf, rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Operation, Scope, Values } from '../resolve/scope.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { tableOf } from '../tables/catalog.ts';

/** What a redline can change of a step itself; its fields and datagrid are changed for good (inferred). */
const KEPT = ['title', 'content', 'slateContent', 'locationId', 'type', 'status'];

const stateOf = (step: SqlRow): Values => {
  const { columns } = tableOf('RunStep');
  return Object.fromEntries(KEPT.map(name => [name, decode(step[name], columns.get(name)?.kind ?? 'text')]));
};

const openRedline = (scope: Scope, step: SqlRow): SqlRow | undefined =>
  rowsWhere(scope, 'Redline', { stepId: step['id'] ?? null, finalState: null }).at(-1);

/** `before` is the step as it was; undefined for one that the redline adds. */
export const beginRedline = (scope: Scope, step: SqlRow, before: SqlRow | undefined): void => {
  insertRow(scope, 'Redline', { stepId: step['id'], ...(before && { initialState: stateOf(before) }) });
};

export const endRedline = (scope: Scope, step: SqlRow): void => {
  const redline = openRedline(scope, step);
  if (redline !== undefined) updateRow(scope, 'Redline', redline, { finalState: stateOf(step) });
};

/** Back to what the step was; one that the redline added is CANCELED (inferred). */
export const cancelRunStepRedline: Operation = (scope, args) => {
  const step = rowOf(scope, 'RunStep', args['id']);
  checkEtag(step, args['etag']);
  const redline = openRedline(scope, step);
  if (step['status'] !== 'REDLINE' || redline === undefined) {
    throw invalid(`Run step ${step['id']} is ${step['status']}; only a REDLINE can be canceled so.`);
  }
  const initial = decode(redline['initialState'], 'json') as Values | null;
  const runStep = updateRow(scope, 'RunStep', step, initial ?? { status: 'CANCELED' });
  endRedline(scope, runStep);
  return { runStep };
};
