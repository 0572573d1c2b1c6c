// The export of run summaries.
import { rowOf } from '../resolve/rows.ts';
import type { Family, Input, Operation } from '../resolve/scope.ts';

/** Kicks off an export [SDL], which in ION somebody gets later; here it is answered, and nobody gets one. The wording is ours. */
const generateRunSummary: Operation = (scope, args) => {
  const { runIds } = args['input'] as { readonly runIds: readonly (number | null)[] } & Input;
  const runs = [...new Set(runIds)].filter(id => id !== null).map(id => rowOf(scope, 'Run', id));
  return { message: `The summary of ${runs.length} ${runs.length === 1 ? 'run' : 'runs'} is being generated.` };
};

export const runSummary: Family = { operations: { generateRunSummary } };
