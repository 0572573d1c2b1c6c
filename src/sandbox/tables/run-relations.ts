// What a run and its steps lead to beyond their own structure: issues, redlines, sessions, comments, and people.
import { assignees, inverseOf, where } from './join.ts';
import type { TableSpec } from './table.ts';

const stepOf = (run: string, what: string, order: string): string =>
  `(SELECT s."${what}" FROM "RunStep" s WHERE s."runId" = ${run}."id" AND s."${what}" IS NOT NULL ORDER BY ${order} LIMIT 1)`;

const throughSteps = (type: string, column: string) =>
  where(
    type,
    (owner, related) => `${related}."${column}" IN (SELECT s."id" FROM "RunStep" s WHERE s."runId" = ${owner}."id")`,
  );

const isOver = (run: string): string =>
  `NOT EXISTS (SELECT 1 FROM "RunStep" o WHERE o."runId" = ${run}."id" AND o."status" NOT IN ('COMPLETE', 'CANCELED'))`;

/** Whoever first started a step. */
const starter = where(
  'User',
  (owner, related) => `${related}."id" = ${stepOf(owner, 'startedById', 's."startTime", s."id"')}`,
);

/** Whoever completed the last one, once none is open (both inferred). */
const finisher = where(
  'User',
  (owner, related) =>
    `${related}."id" = ${stepOf(owner, 'completedById', 's."endTime" DESC, s."id" DESC')} AND ${isOver(owner)}`,
);

const comments = where('Comment', (owner, related) => `${related}."entityId" = ${owner}."entityId"`);

export const runRelations: NonNullable<TableSpec['relations']> = {
  assignees,
  Comments: comments,
  issues: throughSteps('Issue', 'runStepId'),
  redlines: throughSteps('Redline', 'stepId'),
  sessions: throughSteps('Session', 'runStepId'),
  startedBy: starter,
  completedBy: finisher,
};

export const runStepRelations: NonNullable<TableSpec['relations']> = {
  assignees,
  Comments: comments,
  issues: inverseOf('Issue', 'runStepId'),
  mustCloseByLinkedIssues: inverseOf('Issue', 'mustCloseByRunStepId'),
  // Those that must be closed by this step and are not (inferred).
  blockingIssues: where(
    'Issue',
    (owner, related) => `${related}."mustCloseByRunStepId" = ${owner}."id" AND ${related}."status" <> 'RESOLVED'`,
  ),
  sessions: inverseOf('Session', 'runStepId'),
};

const checkOut =
  `(SELECT o."Created" FROM "SessionEvent" o WHERE o."runStepId" = i."runStepId" AND o."userId" = i."userId" ` +
  `AND o."id" > i."id" ORDER BY o."id" LIMIT 1)`;

/** A session is a check-in with the check-out that follows it; how long it was is in seconds, and valid is what has both (inferred). */
export const sessionTables: readonly TableSpec[] = [
  {
    type: 'Session',
    view:
      `SELECT i."id", i."runStepId", i."Created", i."createdById", i."eventType", i."Created" AS "checkIn", ${checkOut} AS "checkOut", ` +
      `(julianday(${checkOut}) - julianday(i."Created")) * 86400.0 AS "duration", ${checkOut} IS NOT NULL AS "isValidGrouping" ` +
      `FROM "SessionEvent" i WHERE i."eventType" = 'CHECK_IN'`,
    references: { runStepId: 'RunStep' },
  },
];
