import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile, newPart } from '../ion.ts';
import { move, newRun } from './example-run.ts';

const ion = ionForFile();

const newUnit = async (): Promise<{ id: number }> => {
  const part = await newPart(ion, { trackingType: 'SERIAL' });
  return ion.create('PartInventory', { partId: part.id, serialNumber: 'SN-1' });
};

const newIssue = (input: object = {}, fields = ''): Promise<Answer> =>
  ion.create('Issue', { title: ion.unique('Issue'), ...input }, `_etag entityId status ${fields}`);

const newType = (): Promise<Answer> =>
  ion.create('IssueDispositionType', { title: ion.unique('Disposition'), active: true });

/** An issue that can leave PENDING. */
const disposed = async (input: object = {}): Promise<Answer> =>
  newIssue({ issueDispositionTypeId: (await newType()).id, ...input });

/** Moves an issue through these states; the last of them. */
const moveTo = async (id: number, ...states: readonly string[]): Promise<Answer> => {
  let last: Answer;
  for (const status of states) last = await ion.update('Issue', id, { status }, 'status');
  return last;
};

const approve = (issueId: number, issueApprovalGateType: string, status = 'APPROVED'): Promise<Answer> =>
  ion.mutate(
    'createIssueApproval',
    'CreateIssueApprovalInput',
    { issueId, issueApprovalGateType, status },
    'approval { id }',
  );

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

  test('go PENDING → IN_PROGRESS → IN_REVIEW → RESOLVED, one after the other [docs track-quality/issues/overview]', async () => {
    const { id } = await disposed();
    expect((await ion.refusedUpdate('Issue', id, { status: 'RESOLVED' })).message).toContain('PENDING to RESOLVED');
    await moveTo(id, 'IN_PROGRESS');
    expect((await ion.refusedUpdate('Issue', id, { status: 'RESOLVED' })).message).toContain('IN_PROGRESS to RESOLVED');
    expect(await moveTo(id, 'IN_REVIEW', 'RESOLVED')).toEqual({ status: 'RESOLVED' });
  });

  test('go back too: reopened, returned, or moved backwards [docs track-quality/issues/overview, MAN states-dispositions-and-resolutions]', async () => {
    const { id } = await disposed();
    const back = ['IN_PROGRESS', 'IN_REVIEW', 'IN_PROGRESS', 'PENDING', 'IN_PROGRESS', 'IN_REVIEW', 'RESOLVED'];
    expect(await moveTo(id, ...back, 'IN_PROGRESS')).toEqual({ status: 'IN_PROGRESS' });
  });

  test('need a disposition type before they leave PENDING [docs track-quality/issues/overview, MAN]', async () => {
    const { id } = await newIssue();
    const refused = await ion.refusedUpdate('Issue', id, { status: 'IN_PROGRESS' });
    expect(refused.message).toBe(`Issue ${id} needs an issueDispositionTypeId before it is IN_PROGRESS.`);
    expect((await ion.refusedCreate('Issue', { status: 'IN_PROGRESS' })).message).toContain(
      'needs an issueDisposition',
    );
    const changes = { status: 'IN_PROGRESS', issueDispositionTypeId: (await newType()).id };
    expect(await ion.update('Issue', id, changes, 'status')).toEqual({ status: 'IN_PROGRESS' });
  });

  test('take only a disposition type that is active [docs manage-disposition-types]', async () => {
    const retired = await newType();
    const { id } = await newIssue({ issueDispositionTypeId: retired.id });
    await ion.update('IssueDispositionType', retired.id, { active: false });
    const input = { issueDispositionTypeId: retired.id };
    expect((await ion.refusedCreate('Issue', input)).message).toContain('is not active');
    expect((await ion.refusedUpdate('Issue', (await newIssue()).id, input)).message).toContain('is not active');
    expect(await ion.update('Issue', id, { ...input, title: 'Kept' }, 'title')).toEqual({ title: 'Kept' });
  });

  test('go back to PENDING with another disposition type, and have to be approved anew [MAN states-dispositions-and-resolutions; that approvals are OUTDATED is inferred]', async () => {
    const { id } = await disposed();
    await approve(id, 'IN_PROGRESS');
    await moveTo(id, 'IN_PROGRESS');
    const changes = { issueDispositionTypeId: (await newType()).id };
    expect(await ion.update('Issue', id, changes, 'status approvals { status }')).toEqual({
      status: 'PENDING',
      approvals: [{ status: 'OUTDATED' }],
    });
  });

  test('release their open redlines when they leave PENDING [docs track-quality/issues/overview]', async () => {
    const { prepare, torque } = await newRun(ion);
    const { id } = await disposed();
    await move(ion, torque, 'REDLINE');
    const { redlines } = await move(ion, prepare, 'IN_PROGRESS REDLINE', 'redlines { id _etag }');
    const input = { id: redlines[0].id, etag: redlines[0]._etag, issueId: id };
    await ion.mutate('updateRedline', 'UpdateRedlineInput', input, 'redline { issueId }');
    await moveTo(id, 'IN_PROGRESS');
    expect(await ion.get('RunStep', prepare.id, 'status redlines { active }')).toEqual({
      status: 'TODO',
      redlines: [{ active: 'false' }],
    });
    expect(await ion.get('RunStep', torque.id, 'status')).toEqual({ status: 'REDLINE' });
  });

  test.each([
    ['PENDING', [], 'causeCondition assignedToId'],
    ['PENDING', ['IN_PROGRESS'], ''],
    ['IN_PROGRESS', [], 'causeCondition assignedToId'],
    ['IN_REVIEW', [], 'assignedToId'],
    ['IN_REVIEW', ['RESOLVED'], ''],
    ['RESOLVED', [], ''],
  ])(
    'in %s, with reviews at %j, take changes of %j alone [MAN states-dispositions-and-resolutions]',
    async (status, reviews, open) => {
      const { id } = await disposed();
      const ways = ['IN_PROGRESS', 'IN_REVIEW', 'RESOLVED'];
      await moveTo(id, ...ways.slice(0, ways.indexOf(status) + 1));
      for (const gate of reviews) await approve(id, gate, 'REJECTED');
      const edits = { causeCondition: [{ type: 'p', children: [{ text: 'bent' }] }], assignedToId: 1 };
      for (const [name, value] of Object.entries(edits)) {
        if (open.split(' ').includes(name)) await ion.update('Issue', id, { [name]: value });
        else expect((await ion.refusedUpdate('Issue', id, { [name]: value })).message).toContain(`its ${name} cannot`);
      }
      expect(await ion.update('Issue', id, { title: 'Any time' }, 'title')).toEqual({ title: 'Any time' });
    },
  );

  test('keep their inventory from IN_REVIEW on [MAN states-dispositions-and-resolutions]', async () => {
    const [unit, other] = [await newUnit(), await newUnit()];
    const { id } = await disposed({ partInventoryIds: [unit.id] });
    await moveTo(id, 'IN_PROGRESS', 'IN_REVIEW');
    const add =
      'mutation ($input: CreateIssuePartInventoryInput!) { createIssuePartInventory(input: $input) { issuePartInventory { _etag } } }';
    const refused = await ion.refusal(add, { input: { issueId: id, partInventoryId: other.id } });
    expect(refused.message).toBe(`Issue ${id} is IN_REVIEW; its inventory cannot be changed there.`);
    const [link] = await ion.find(
      'issuePartInventories',
      'IssuePartInventoriesInputFilters',
      { issueId: { eq: id } },
      '_etag',
    );
    const remove =
      'mutation ($input: DeleteIssuePartInventoryInput) { deleteIssuePartInventory(input: $input) { issuePartInventory { partInventoryId } } }';
    const input = { issueId: id, partInventoryId: unit.id, etag: link?._etag };
    expect((await ion.refusal(remove, { input })).message).toContain('its inventory cannot be changed');
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
