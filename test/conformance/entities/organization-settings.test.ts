// What an organisation can ask for in its settings: approvals before releases and orders, and procedures approved for parts.
import { beforeEach, expect, test } from 'vitest';
import { ionForFile, newPart, newProcedure } from '../ion.ts';
import { move, newRun } from './example-run.ts';

const ion = ionForFile();

type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const SETTINGS = `{ me { organization { id _etag settings {
  procedures { numReviewersRequired } steps { numApproversRequired } purchaseOrders { numApproversRequired }
  runs { enforceValidPartProcedure } issues { createIssueOnStepFailure enforceIssuesResolvedBeforeStepContinuation } } } } }`;

const organization = async () => (await ion.ask(SETTINGS)).me.organization;

const change = async (settings: Settings): Promise<void> => {
  const { id, _etag } = await organization();
  const document =
    'mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization { id } } }';
  await ion.ask(document, { input: { id, etag: _etag, settings } });
};

const NOTHING: Settings = {
  procedures: { numReviewersRequired: 0 },
  steps: { numApproversRequired: 0 },
  purchaseOrders: { numApproversRequired: 0 },
  runs: { enforceValidPartProcedure: false },
  issues: { createIssueOnStepFailure: false, enforceIssuesResolvedBeforeStepContinuation: false },
};

beforeEach(() => change(NOTHING));

test('a new organisation asks for nothing (inferred), and settings are kept [SDL]', async () => {
  expect((await organization()).settings).toEqual(NOTHING);
  await change({ procedures: { numReviewersRequired: 2 } });
  expect((await organization()).settings).toEqual({ ...NOTHING, procedures: { numReviewersRequired: 2 } });
});

test('a procedure is released with as many reviews as the setting says [MAN, SDL]', async () => {
  await change({ procedures: { numReviewersRequired: 1 } });
  const { id } = await newProcedure(ion);
  const refused = await ion.refusedUpdate('Procedure', id, { status: 'RELEASED' });
  expect(refused.message).toBe(`Procedure ${id} needs 1 approvals before it is RELEASED and has 0.`);
  await ion.create('Review', { procedureId: id, status: 'REJECTED' });
  await ion.refusedUpdate('Procedure', id, { status: 'RELEASED' });
  await ion.create('Review', { procedureId: id, status: 'APPROVED' });
  expect((await ion.update('Procedure', id, { status: 'RELEASED' }, 'status')).status).toBe('RELEASED');
});

test('each reviewer counts once (inferred)', async () => {
  await change({ procedures: { numReviewersRequired: 2 } });
  const { id } = await newProcedure(ion);
  for (let given = 0; given < 2; given += 1) await ion.create('Review', { procedureId: id, status: 'APPROVED' });
  const refused = await ion.refusedUpdate('Procedure', id, { status: 'RELEASED' });
  expect(refused.message).toContain('needs 2 approvals before it is RELEASED and has 1.');
});

test('a standard step is released with as many approvals as the setting for steps says [SDL; for this inferred]', async () => {
  await change({ steps: { numApproversRequired: 1 } });
  const { id } = await ion.create('Step', { title: ion.unique('Clean') });
  await ion.refusedUpdate('Step', id, { standardStepStatus: 'RELEASED' });
  const approve =
    'mutation ($input: CreateStepApprovalInput!) { createStepApproval(input: $input) { approval { id } } }';
  await ion.ask(approve, { input: { stepId: id, status: 'APPROVED' } });
  const { standardStepStatus } = await ion.update('Step', id, { standardStepStatus: 'RELEASED' }, 'standardStepStatus');
  expect(standardStepStatus).toBe('RELEASED');
});

test('an order is APPROVED, or ORDERED without that, with as many approvals as the setting says [SDL; inferred]', async () => {
  await change({ purchaseOrders: { numApproversRequired: 1 } });
  const { id } = await ion.create('PurchaseOrder', {});
  for (const status of ['APPROVED', 'ORDERED']) {
    await ion.refusedUpdate('PurchaseOrder', id, { status });
    expect((await ion.refusedCreate('PurchaseOrder', { status })).message).toContain('needs 1 approvals');
  }
  const approve =
    'mutation ($input: CreatePurchaseOrderApprovalInput!) { createPurchaseOrderApproval(input: $input) { approval { id } } }';
  await ion.ask(approve, { input: { purchaseOrderId: id, status: 'APPROVED' } });
  expect((await ion.update('PurchaseOrder', id, { status: 'ORDERED' }, 'status')).status).toBe('ORDERED');
});

test('a part is run with a procedure that is approved for it, where the setting insists on that [SDL]', async () => {
  await change({ runs: { enforceValidPartProcedure: true } });
  const { id: procedureId } = await newProcedure(ion);
  const { id: partId } = await newPart(ion);
  const link =
    'mutation ($input: CreatePartProcedureInput!) { createPartProcedure(input: $input) { partProcedure { _etag } } }';
  const linked = await ion.ask(link, { input: { procedureId, partId } });
  const { _etag: etag } = linked.createPartProcedure.partProcedure;
  await ion.update('Procedure', procedureId, { status: 'RELEASED' });
  const refused = await ion.refusedCreate('Run', { title: 'Too early', procedureId, partId });
  expect(refused.message).toBe(`Procedure ${procedureId} is not approved for part ${partId}.`);
  const approve =
    'mutation ($input: UpdatePartProcedureInput!) { updatePartProcedure(input: $input) { partProcedure { status } } }';
  await ion.ask(approve, { input: { procedureId, partId, etag, status: 'APPROVED' } });
  expect((await ion.create('Run', { title: 'Approved', procedureId, partId }, 'title')).title).toBe('Approved');
});

test('a run step that fails makes an issue about its unit, where the setting asks for that [SDL; what is in it is inferred]', async () => {
  await change({ issues: { createIssueOnStepFailure: true } });
  const unit = await ion.create('PartInventory', { partId: (await newPart(ion)).id });
  const { prepare } = await newRun(ion, { partInventoryId: unit.id });
  await move(ion, prepare, 'IN_PROGRESS FAILED');
  const fields = 'issues { title status partInventories { id } }';
  expect((await ion.get('RunStep', prepare.id, fields)).issues).toEqual([
    { title: 'prepare failed', status: 'PENDING', partInventories: [{ id: unit.id }] },
  ]);
  await change(NOTHING);
  await move(ion, prepare, 'TODO IN_PROGRESS FAILED');
  expect((await ion.get('RunStep', prepare.id, fields)).issues).toHaveLength(1);
});

test.each(['runStepId', 'mustCloseByRunStepId'])(
  'a run step waits for the issues that name it as %s, where the setting insists [SDL; which steps wait is inferred]',
  async name => {
    await change({ issues: { enforceIssuesResolvedBeforeStepContinuation: true } });
    const { prepare } = await newRun(ion);
    const type = await ion.create('IssueDispositionType', { title: ion.unique('Rework'), active: true });
    const issue = { title: 'Bent', issueDispositionTypeId: type.id, [name]: prepare.id };
    const { id } = await ion.create('Issue', issue);
    const refused = await ion.refusedUpdate('RunStep', prepare.id, { status: 'IN_PROGRESS' });
    expect(refused.message).toContain(`issue ${id} is PENDING`);
    for (const status of ['IN_PROGRESS', 'IN_REVIEW', 'RESOLVED']) await ion.update('Issue', id, { status });
    expect((await move(ion, prepare, 'IN_PROGRESS COMPLETE')).status).toBe('COMPLETE');
  },
);
