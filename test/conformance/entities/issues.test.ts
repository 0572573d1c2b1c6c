import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile, newPart } from '../ion.ts';

const ion = ionForFile();

const newUnit = async (): Promise<{ id: number }> => {
  const part = await newPart(ion, { trackingType: 'SERIAL' });
  return ion.create('PartInventory', { partId: part.id, serialNumber: 'SN-1' });
};

const newIssue = (input: object = {}, fields = ''): Promise<Answer> =>
  ion.create('Issue', { title: ion.unique('Issue'), ...input }, `_etag entityId status ${fields}`);

describe('issues', () => {
  test('start PENDING, with the inventory that they are about [SDL CreateIssueInput]', async () => {
    const unit = await newUnit();
    const text = [{ type: 'p', children: [{ text: 'bent' }] }];
    const input = { partInventoryIds: [unit.id], causeCondition: text };
    const issue = await newIssue(input, 'causeCondition partInventories { id } partInventory { id }');
    expect(issue).toMatchObject({
      status: 'PENDING',
      causeCondition: text,
      partInventories: [{ id: unit.id }],
      partInventory: { id: unit.id },
    });
  });

  test('are listed by the inventory that they are about, not by what they are fixed with [SDL PartInventory.issues]', async () => {
    const [unit, spare] = [await newUnit(), await newUnit()];
    const issue = await newIssue({ partInventoryIds: [unit.id], fixPartInventoryId: spare.id });
    expect((await ion.get('PartInventory', unit.id, 'issues { id }')).issues).toEqual([{ id: issue.id }]);
    expect((await ion.get('PartInventory', spare.id, 'issues { id }')).issues).toEqual([]);
  });

  test('take one inventory in the older form of a public client too [EX bulk_create_issue]', async () => {
    const unit = await newUnit();
    const issue = await newIssue({ partInventoryId: unit.id }, 'partInventories { id }');
    expect(issue.partInventories).toEqual([{ id: unit.id }]);
  });

  test('go PENDING → IN_PROGRESS → IN_REVIEW → RESOLVED [docs states-dispositions-and-resolutions]', async () => {
    const { id } = await newIssue();
    expect((await ion.refusedUpdate('Issue', id, { status: 'RESOLVED' })).message).toContain('PENDING to RESOLVED');
    for (const status of ['IN_PROGRESS', 'IN_REVIEW', 'RESOLVED']) {
      expect(await ion.update('Issue', id, { status }, 'status')).toEqual({ status });
    }
  });

  test('gain and lose inventory by links of their own, with an etag each [SDL]', async () => {
    const [unit, issue] = [await newUnit(), await newIssue()];
    const link = await ion.ask(
      'mutation ($input: CreateIssuePartInventoryInput!) { createIssuePartInventory(input: $input) { issuePartInventory { _etag issueId } } }',
      { input: { issueId: issue.id, partInventoryId: unit.id } },
    );
    const { _etag: etag } = link.createIssuePartInventory.issuePartInventory;
    const remove =
      'mutation ($input: DeleteIssuePartInventoryInput) { deleteIssuePartInventory(input: $input) { issuePartInventory { partInventoryId } } }';
    const input = { issueId: issue.id, partInventoryId: unit.id };
    expect((await ion.refusal(remove, { input: { ...input, etag: 'stale' } })).code).toBe('CONCURRENCY_ERROR');
    await ion.ask(remove, { input: { ...input, etag } });
    expect(await ion.get('Issue', issue.id, 'partInventories { id }')).toEqual({ partInventories: [] });
  });

  test('wait at a gate for the approvals that their disposition type asks for [SDL; the rule is inferred]', async () => {
    const type = await ion.create('IssueDispositionType', { title: 'Rework', active: true });
    const role = { issueDispositionTypeId: type.id, roleId: 1, issueApprovalGateType: 'IN_PROGRESS', count: 1 };
    await ion.ask(
      'mutation ($input: CreateIssueDispositionTypeRoleInput!) { createIssueDispositionTypeRole(input: $input) { issueDispositionTypeRole { count } } }',
      { input: role },
    );
    const { id } = await newIssue({ issueDispositionTypeId: type.id });
    expect((await ion.refusedUpdate('Issue', id, { status: 'IN_PROGRESS' })).message).toContain('needs 1 approvals');
    const beyond = { issueDispositionTypeId: type.id, status: 'IN_PROGRESS' };
    expect((await ion.refusedCreate('Issue', beyond)).message).toContain('needs 1 approvals');
    await ion.ask(
      'mutation ($input: CreateIssueApprovalInput!) { createIssueApproval(input: $input) { approval { id status } } }',
      { input: { issueId: id, issueApprovalGateType: 'IN_PROGRESS', status: 'APPROVED' } },
    );
    expect(await ion.update('Issue', id, { status: 'IN_PROGRESS' }, 'status')).toEqual({ status: 'IN_PROGRESS' });
    const one = `issueDispositionTypeRole(issueDispositionTypeId: ${type.id}, gateType: IN_PROGRESS, roleId: 1)`;
    expect(await ion.ask(`{ ${one} { count roleId } }`)).toEqual({ issueDispositionTypeRole: { count: 1, roleId: 1 } });
    const other = one.replace('IN_PROGRESS', 'RESOLVED');
    expect((await ion.refusal(`{ ${other} { count } }`)).code).toBe('NOT_FOUND');
  });

  test('are related from one to another, and found from both sides [SDL IssueRelation]', async () => {
    const [one, other] = [await newIssue(), await newIssue()];
    const create =
      'mutation ($input: CreateIssueRelationInput!) { createIssueRelation(input: $input) { issueRelation { originIssueId } } }';
    const input = { originIssueId: one.id, relatedIssueId: other.id };
    await ion.ask(create, { input });
    expect(await ion.get('Issue', one.id, 'relatedIssues { id }')).toEqual({ relatedIssues: [{ id: other.id }] });
    expect(await ion.get('Issue', other.id, 'originIssues { id }')).toEqual({ originIssues: [{ id: one.id }] });
    expect((await ion.refusal(create, { input: { ...input, relatedIssueId: one.id } })).message).toContain('itself');
  });

  test('cannot be deleted: there is no such mutation [SDL]', async () => {
    const refused = await ion.refusal('mutation { deleteIssue(id: 1, etag: "x") { id } }');
    expect(refused.message).toContain('deleteIssue');
  });
});
