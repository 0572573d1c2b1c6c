// Whether a new edge or parent would close a circle.

import type { SqlValue } from '../store/sqlite.ts';
import type { Scope } from './scope.ts';

/** Whether `target` can be reached from `start`, or is it, where `next` is SQL for the pairs (source, destination). */
export const isReachable = (scope: Scope, next: string, start: SqlValue, target: SqlValue): boolean => {
  const sql =
    `WITH RECURSIVE reached(id) AS (SELECT ? UNION SELECT step.destination FROM reached JOIN (${next}) step ` +
    `ON step.source = reached.id) SELECT 1 FROM reached WHERE id = ?`;
  return scope.store.prepare(sql).get(start, target) !== undefined;
};

/** SQL for the pairs (row, parent) of a table that is a tree by `parentId`. */
export const parentPairs = (type: string): string => `SELECT "id" AS source, "parentId" AS destination FROM "${type}"`;

/** SQL for the pairs (step, upstream step) of a table of edges. */
export const edgePairs = (type: string): string =>
  `SELECT "stepId" AS source, "upstreamStepId" AS destination FROM "${type}" WHERE "upstreamStepId" IS NOT NULL`;
