/** Issues: what went wrong, with which inventory, at which step of which run. */
import type { Locate } from '../../source/source-file.ts';
import type { Entity } from '../../state/entity.ts';
import type { Fields } from '../../state/value.ts';
import { crud, entity, listOf, mappingOf, referenceKey } from '../entry.ts';
import type { Family } from '../kind.ts';
import { labelled, withFiles, withTags } from '../tags.ts';
import { completeIssues } from './complete-issues.ts';

function expandIssue(key: string, entry: Fields, locate: Locate): readonly Entity[] {
  const { inventory, runStep, purchaseOrderLine, ...fields } = entry;
  const { run, step } = mappingOf(runStep);
  const { order, line } = mappingOf(purchaseOrderLine);
  const issue = entity({
    kind: 'issue',
    key,
    fields: {
      ...fields,
      run,
      step,
      // As lines are called: by their position or their part.
      purchaseOrderLine: purchaseOrderLine === undefined ? undefined : `${order}.${line}`,
    },
    locate,
    owns: inventory === undefined ? [] : ['issue-inventory'],
    fieldPaths: { run: ['runStep', 'run'], step: ['runStep', 'step'], runStep: ['runStep'] },
  });
  const links = listOf(inventory).map((one, index) =>
    entity({
      kind: 'issue-inventory',
      key: `${key}.${referenceKey(one)}`,
      fields: { issue: key, inventory: one },
      locate,
      path: ['inventory', index],
      fieldPaths: { inventory: ['inventory', index], issue: [] },
    }),
  );
  return [issue, ...links];
}

export const issues: Family = {
  sections: [{ name: 'issues', kind: 'issue', expand: withTags(expandIssue) }],
  complete: completeIssues,
  kinds: [
    {
      // There is no deleteIssue: once made, an issue remains. [SDL]
      name: 'issue',
      type: 'Issue',
      identity: [['title']],
      fields: {
        title: { type: 'text' },
        status: { type: 'text', write: 'update' },
        // Which run step that is, the family finds out: ION makes run steps itself.
        run: { type: 'text', to: 'run', write: 'never', local: true },
        step: { type: 'text', write: 'never', local: true },
        runStep: { type: 'text', to: 'run-step', ion: 'runStepId' },
        purchaseOrderLine: { type: 'text', to: 'purchase-order-line', ion: 'purchaseOrderLineId' },
        causeCondition: { type: 'rich-text' },
        expectedCondition: { type: 'rich-text' },
        disposition: { type: 'rich-text' },
        assignedTo: { type: 'text', to: 'user', ion: 'assignedToId' },
        assignedTeam: { type: 'text', to: 'team', ion: 'assignedTeamId' },
        attributes: { type: 'attributes' },
      },
      select: ['entityId'],
      list: { query: 'issues', pageSize: 50 },
      ...crud({ create: 'createIssue', update: 'updateIssue', payload: 'issue' }),
      lifecycle: {
        field: 'status',
        initial: 'PENDING',
        open: 'PENDING',
        // Their order, and that what is RESOLVED can be reopened [docs states-dispositions-and-resolutions]; the rest is inferred.
        next: {
          PENDING: ['IN_PROGRESS'],
          IN_PROGRESS: ['IN_REVIEW'],
          IN_REVIEW: ['RESOLVED', 'IN_PROGRESS'],
          RESOLVED: ['IN_PROGRESS'],
        },
      },
    },
    {
      // An issue lists its inventory, but not the links, whose etags it takes to remove one.
      name: 'issue-inventory',
      type: 'IssuePartInventory',
      identity: [['issue', 'inventory']],
      within: {
        field: 'issue',
        at: 'issuePartInventories',
        list: { query: 'issuePartInventories', sort: 'PART_INVENTORY_ID_ASC' },
      },
      fields: {
        issue: { type: 'text', to: 'issue', ion: 'issueId', write: 'create' },
        inventory: { type: 'text', to: 'inventory', ion: 'partInventoryId', write: 'create' },
      },
      id: false,
      inPlace: true,
      create: { mutation: 'createIssuePartInventory', payload: 'issuePartInventory', style: 'input' },
      remove: {
        mutation: 'deleteIssuePartInventory',
        style: 'input',
        by: { issueId: 'issue', partInventoryId: 'inventory' },
        etag: 'own',
      },
    },
    labelled({ owner: 'issue' }),
    withFiles({ owner: 'issue' }),
  ],
};
