// Approvals of single steps, and requests for them.
import { describe, expect, test } from 'vitest';
import { type Answer, tenantForFile } from '../open-tenant.ts';

const tenant = tenantForFile();

const newStep = async (): Promise<Answer> =>
  (await tenant.mutate('createStep', 'CreateStepInput', { title: 'Torque' }, 'step { id _etag }')).step;

const approve = async (stepId: number, fields: object = {}): Promise<Answer> => {
  const input = { stepId, status: 'APPROVED', ...fields };
  const answer = 'approval { id _etag status depth reviewerId entityId }';
  return (await tenant.mutate('createStepApproval', 'CreateStepApprovalInput', input, answer)).approval;
};

const request = async (stepId: number): Promise<Answer> => {
  const { me } = await tenant.ask('{ me { id } }');
  const input = { stepId, reviewerId: me.id };
  const answer = 'approvalRequest { id _etag status reviewerId reviewer { id } }';
  return (await tenant.mutate('createStepApprovalRequest', 'CreateStepApprovalRequestInput', input, answer))
    .approvalRequest;
};

const read = (stepId: number): Promise<Answer> =>
  tenant.get('step', stepId, 'approvals { id status replies { id } } approvalRequests { id status }');

describe('step approvals', () => {
  test('are by whoever gives them, and can be answered [SDL; inferred as for reviews]', async () => {
    const { id } = await newStep();
    const { me } = await tenant.ask('{ me { id } }');
    const approval = await approve(id, { comment: 'Good.' });
    expect(approval).toMatchObject({ status: 'APPROVED', depth: 0, reviewerId: Number(me.id) });
    const reply = await approve(id, { parentId: approval.id, status: 'PENDING' });
    expect(reply.depth).toBe(1);
    expect((await read(id)).approvals[0]).toEqual({ id: approval.id, status: 'APPROVED', replies: [{ id: reply.id }] });
  });

  test('change with their etag [SDL]', async () => {
    const { id, _etag: etag } = await approve((await newStep()).id);
    const update = (input: object) =>
      tenant.mutate('updateStepApproval', 'UpdateStepApprovalInput', input, 'approval { status resolved }');
    expect(await tenant.errorOf(update({ id, etag: 'stale' }))).toMatchObject({ code: 'CONCURRENCY_ERROR' });
    const { approval } = await update({ id, etag, status: 'REJECTED', resolved: true });
    expect(approval).toEqual({ status: 'REJECTED', resolved: true });
  });

  test('requests are answered by the approval of the reviewer they name (inferred)', async () => {
    const { id } = await newStep();
    const asked = await request(id);
    expect(asked.status).toBe('PENDING');
    await approve(id);
    expect((await read(id)).approvalRequests).toEqual([{ id: asked.id, status: 'APPROVED' }]);
  });

  test('requests are changed and taken back with their etag [SDL]', async () => {
    const { id: stepId } = await newStep();
    const { id, _etag: etag } = await request(stepId);
    const fields = 'approvalRequest { status _etag }';
    const input = { id, etag, status: 'OUTDATED' };
    const changed = await tenant.mutate('updateStepApprovalRequest', 'UpdateStepApprovalRequestInput', input, fields);
    expect(changed.approvalRequest.status).toBe('OUTDATED');
    const document = 'mutation ($id: ID!, $etag: String!) { deleteStepApprovalRequest(id: $id, etag: $etag) { id } }';
    await tenant.ask(document, { id, etag: changed.approvalRequest._etag });
    expect((await read(stepId)).approvalRequests).toEqual([]);
  });

  test('go with their step (inferred)', async () => {
    const { id } = await newStep();
    await approve(id);
    await request(id);
    const { _etag: etag } = await tenant.get('step', id, '_etag');
    await tenant.ask('mutation ($id: ID!, $etag: String!) { deleteStep(id: $id, etag: $etag) { id } }', { id, etag });
    const document = `{ stepApprovals(filters: { stepId: { eq: ${id} } }) { edges { node { id } } } stepApprovalRequests(filters: { stepId: { eq: ${id} } }) { edges { node { id } } } }`;
    expect(await tenant.ask(document)).toEqual({ stepApprovals: { edges: [] }, stepApprovalRequests: { edges: [] } });
  });
});
