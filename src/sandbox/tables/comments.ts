// Comments on whatever has an entity id, and the answers to them.
import { inverseOf, where } from './join.ts';
import type { TableSpec } from './table.ts';

const onEntity = (type: string) => where(type, (owner, related) => `${related}."entityId" = ${owner}."entityId"`);

const idOf = (type: string) => (row: string) =>
  `(SELECT o."id" FROM "${type}" o WHERE o."entityId" = ${row}."entityId")`;

export const commentTables: readonly TableSpec[] = [
  {
    type: 'Comment',
    owners: ['entityId', 'parentId'],
    defaults: { depth: 0, resolved: 0, procedureFeedback: 0 },
    computed: { runId: idOf('Run'), runStepId: idOf('RunStep'), batched: () => '0' },
    relations: {
      run: onEntity('Run'),
      Run: onEntity('Run'),
      runStep: onEntity('RunStep'),
      RunStep: onEntity('RunStep'),
      replies: inverseOf('Comment', 'parentId'),
    },
  },
];
