/** Issues: what went wrong, with which inventory, at which step of which run, and what sort of thing is done about it. */
import type { Locate } from '../../source/source-file.ts';
import type { Entity } from '../../state/entity.ts';
import { type Fields, mappingOf } from '../../state/value.ts';
import { crud, entity, listOf, referenceKey } from '../entry.ts';
import type { Family } from '../kind.ts';
import { labelled, withFiles, withTags } from '../tags.ts';
import { completeIssues } from './complete-issues.ts';
import { issueRules } from './rules.ts';

function expandIssue(key: string, entry: Fields, locate: Locate): readonly Entity[] {
  const { inventory, runStep, mustCloseByRunStep, purchaseOrderLine, ...fields } = entry;
  const { run, step } = mappingOf(runStep);
  const closing = mappingOf(mustCloseByRunStep);
  const { order, line } = mappingOf(purchaseOrderLine);
  const issue = entity({
    kind: 'issue',
    key,
    fields: {
      ...fields,
      run,
      step,
      closingRun: closing['run'],
      closingStep: closing['step'],
      // As lines are called: by their position or their part.
      purchaseOrderLine: purchaseOrderLine === undefined ? undefined : `${order}.${line}`,
    },
    locate,
    owns: inventory === undefined ? [] : ['issue-inventory'],
    fieldPaths: {
      run: ['runStep', 'run'],
      step: ['runStep', 'step'],
      closingRun: ['mustCloseByRunStep', 'run'],
      closingStep: ['mustCloseByRunStep', 'step'],
    },
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

/** ION wants to be told whether a type can be chosen. [SDL] */
function expandType(key: string, entry: Fields, locate: Locate): readonly Entity[] {
  return [entity({ kind: 'disposition-type', key, fields: { active: true, ...entry }, locate })];
}

export const issues: Family = {
  sections: [
    { name: 'dispositionTypes', kind: 'disposition-type', expand: expandType },
    { name: 'issues', kind: 'issue', expand: withTags(expandIssue) },
  ],
  rules: issueRules,
  complete: completeIssues,
  kinds: [
    {
      name: 'disposition-type',
      type: 'IssueDispositionType',
      identity: [['title']],
      fields: { title: { type: 'text' }, description: { type: 'text' }, active: { type: 'boolean' } },
      list: { query: 'issueDispositionTypes', pageSize: 200 },
      ...crud({
        create: 'createIssueDispositionType',
        update: 'updateIssueDispositionType',
        remove: 'deleteIssueDispositionType',
        payload: 'issueDispositionType',
      }),
    },
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
        closingRun: { type: 'text', to: 'run', write: 'never', local: true },
        closingStep: { type: 'text', write: 'never', local: true },
        mustCloseByRunStep: { type: 'text', to: 'run-step', ion: 'mustCloseByRunStepId' },
        fixInventory: { type: 'text', to: 'inventory', ion: 'fixPartInventoryId' },
        dispositionType: { type: 'text', to: 'disposition-type', ion: 'issueDispositionTypeId' },
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
      // There is no mutation that deletes or archives one. [SDL]
      retire: { calls: [], remains: 'kept: ION never deletes an issue' },
      lifecycle: {
        field: 'status',
        initial: 'PENDING',
        open: 'PENDING',
        // Its links with inventory change its etag. (inferred)
        etagFollowsContent: true,
        // Forward one after the other, and back. [docs track-quality/issues/overview, MAN states-dispositions-and-resolutions]
        next: {
          PENDING: ['IN_PROGRESS'],
          IN_PROGRESS: ['IN_REVIEW', 'PENDING'],
          IN_REVIEW: ['RESOLVED', 'IN_PROGRESS'],
          RESOLVED: ['IN_PROGRESS'],
        },
        reopens: 'IN_PROGRESS',
        // [MAN states-dispositions-and-resolutions] Of what that page does not name, that it changes at any time is inferred.
        editable: {
          in: ['PENDING', 'IN_PROGRESS'],
          but: {
            // ION lets it change IN_PROGRESS as well, and moves the issue to PENDING then.
            dispositionType: ['PENDING'],
            assignedTo: ['PENDING', 'IN_PROGRESS', 'IN_REVIEW'],
            assignedTeam: ['PENDING', 'IN_PROGRESS', 'IN_REVIEW'],
          },
          always: ['title', 'purchaseOrderLine', 'attributes'],
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
      inPlace: { butIn: ['IN_REVIEW', 'RESOLVED'] },
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
