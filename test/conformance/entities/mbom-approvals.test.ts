// mBOM versions that are released with the approvals of roles.
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, createPart, openTenant, type Tenant } from '../open-tenant.ts';

let tenant: Tenant;
let used = 0;
const open: Tenant[] = [];
beforeEach(async () => {
  tenant = await openTenant();
  open.push(tenant);
});
afterAll(() => Promise.all(open.map(one => one.close())));

/** The role of the starting user. */
const ADMIN = 1;

const newMbom = async (): Promise<Answer> => {
  used += 1;
  const part = await createPart(tenant, `PN-${used}`);
  return (await tenant.mutate('createMbom', 'CreateMBomInput', { partId: part.id }, 'mbom { id entityId }')).mbom;
};

const requireApprovals = async (roleId: number, count: number): Promise<Answer> => {
  const input = { roleId, count, gateType: 'RELEASED' };
  const fields = 'approvalRole { roleId count gateType _etag role { name } }';
  return (await tenant.mutate('createMbomApprovalRole', 'CreateMBomApprovalRoleInput', input, fields)).approvalRole;
};

const approve = async (mbom: Answer, fields: object = {}): Promise<Answer> => {
  const input = { mbomId: mbom.id, gateType: 'RELEASED', status: 'APPROVED', ...fields };
  const answer = 'approval { id _etag status roleId reviewerId depth entityId reviewer { id } }';
  return (await tenant.mutate('createMbomApproval', 'CreateMBomApprovalInput', input, answer)).approval;
};

const move = async (mbom: Answer, status: string): Promise<Answer> => {
  const { _etag: etag } = await tenant.get('mbom', mbom.id, '_etag');
  const input = { id: mbom.id, etag, status };
  return (await tenant.mutate('updateMbom', 'UpdateMBomInput', input, 'mbom { status }')).mbom;
};

describe('required approvers', () => {
  test('are roles with a number of approvals, set through the API only [MAN mbom-versions]', async () => {
    const role = await requireApprovals(ADMIN, 1);
    expect(role).toMatchObject({ roleId: ADMIN, count: 1, gateType: 'RELEASED', role: { name: 'Admin' } });
    const { mbomApprovalRoles } = await tenant.ask('{ mbomApprovalRoles { edges { node { roleId count } } } }');
    expect(mbomApprovalRoles.edges).toEqual([{ node: { roleId: ADMIN, count: 1 } }]);
    expect((await tenant.errorOf(requireApprovals(ADMIN, 2)))?.message).toContain('already approves');
  });

  test('have no id: role, gate and etag name one [SDL]', async () => {
    const { _etag: etag } = await requireApprovals(ADMIN, 1);
    const key = { roleId: ADMIN, gateType: 'RELEASED' };
    const update = (fields: object) =>
      tenant.mutate(
        'updateMbomApprovalRole',
        'UpdateMBomApprovalRoleInput',
        { ...key, ...fields },
        'approvalRole { count _etag }',
      );
    expect(await tenant.errorOf(update({ etag: 'stale', count: 2 }))).toMatchObject({ code: 'CONCURRENCY_ERROR' });
    const { approvalRole } = await update({ etag, count: 2 });
    expect(approvalRole.count).toBe(2);
    const input = { ...key, etag: approvalRole._etag };
    await tenant.mutate('deleteMbomApprovalRole', 'DeleteMBomApprovalRoleInput', input, 'approvalRole { roleId }');
    const { mbomApprovalRoles } = await tenant.ask('{ mbomApprovalRoles { edges { node { roleId } } } }');
    expect(mbomApprovalRoles.edges).toEqual([]);
  });

  test('a release waits for one approval of the role [MAN mbom-versions]', async () => {
    await requireApprovals(ADMIN, 1);
    const mbom = await newMbom();
    await move(mbom, 'IN_REVIEW');
    const refused = await tenant.errorOf(move(mbom, 'RELEASED'));
    expect(refused).toMatchObject({ code: 'VALIDATION_ERROR', message: expect.stringContaining('needs 1 approvals') });
    await approve(mbom, { status: 'REJECTED' });
    expect((await tenant.errorOf(move(mbom, 'RELEASED')))?.message).toContain('has 0');
    await approve(mbom);
    expect(await move(mbom, 'RELEASED')).toEqual({ status: 'RELEASED' });
  });

  test('one person counts once, and only with the role (inferred)', async () => {
    await requireApprovals(ADMIN, 2);
    const mbom = await newMbom();
    await approve(mbom);
    await approve(mbom);
    expect((await tenant.errorOf(move(mbom, 'RELEASED')))?.message).toContain('has 1');
    const { role } = await tenant.mutate('createRole', 'CreateRoleInput', { name: 'Quality' }, 'role { id }');
    await requireApprovals(role.id, 1);
    const other = await newMbom();
    await approve(other);
    expect((await tenant.errorOf(move(other, 'RELEASED')))?.message).toContain('needs');
  });

  test('a role of a team counts for its members (inferred)', async () => {
    const { role } = await tenant.mutate('createRole', 'CreateRoleInput', { name: 'Quality' }, 'role { id }');
    await requireApprovals(role.id, 1);
    const mbom = await newMbom();
    await approve(mbom);
    expect((await tenant.errorOf(move(mbom, 'RELEASED')))?.message).toContain('has 0');
    const { team } = await tenant.mutate('createTeam', 'CreateTeamInput', { name: 'QA' }, 'team { id }');
    const { me } = await tenant.ask('{ me { id } }');
    await tenant.mutate('attachRoleToTeam', 'TeamToRoleInput', { teamId: team.id, roleId: role.id }, 'teamId');
    await tenant.mutate('addUserToTeam', 'TeamToUserInput', { teamId: team.id, userId: Number(me.id) }, 'teamId');
    expect(await move(mbom, 'RELEASED')).toEqual({ status: 'RELEASED' });
  });

  test('without any, a release needs nobody [MAN]', async () => {
    expect(await move(await newMbom(), 'RELEASED')).toEqual({ status: 'RELEASED' });
  });
});

describe('approvals', () => {
  test('are by whoever gives them, in the name of his role; an answer is one deeper [SDL; inferred]', async () => {
    await requireApprovals(ADMIN, 1);
    const mbom = await newMbom();
    const { me } = await tenant.ask('{ me { id } }');
    const approval = await approve(mbom);
    expect(approval).toMatchObject({ reviewerId: Number(me.id), roleId: ADMIN, depth: 0, reviewer: { id: me.id } });
    expect(await approve(mbom, { parentId: approval.id, status: 'PENDING' })).toMatchObject({ depth: 1 });
    const { approvals } = await tenant.get('mbom', mbom.id, 'approvals { id replies { depth } }');
    expect(approvals[0]).toEqual({ id: approval.id, replies: [{ depth: 1 }] });
  });

  test('change with their etag, and go with their mBOM [SDL; the latter inferred]', async () => {
    const mbom = await newMbom();
    const { id, _etag: etag } = await approve(mbom);
    const input = { id, etag, status: 'REJECTED', comment: 'Not yet.' };
    const fields = 'approval { status comment }';
    const { approval } = await tenant.mutate('updateMbomApproval', 'UpdateMBomApprovalInput', input, fields);
    expect(approval).toEqual({ status: 'REJECTED', comment: 'Not yet.' });
    const mine = await tenant.get('mbom', mbom.id, '_etag');
    await tenant.ask(`mutation { deleteMbom(id: ${mbom.id}, etag: "${mine._etag}") { id } }`);
    const { mbomApprovals } = await tenant.ask('{ mbomApprovals { edges { node { id } } } }');
    expect(mbomApprovals.edges).toEqual([]);
  });
});

describe('requests', () => {
  const request = async (mbom: Answer, fields: object): Promise<Answer> => {
    const input = { mbomId: mbom.id, roleId: ADMIN, gateType: 'RELEASED', ...fields };
    const answer = 'approvalRequest { id _etag status assignees { id } }';
    const made = await tenant.mutate('createMbomApprovalRequest', 'CreateMBomApprovalRequestInput', input, answer);
    return made.approvalRequest;
  };

  const requestsOf = async (mbom: Answer): Promise<Answer[]> =>
    (await tenant.get('mbom', mbom.id, 'approvalRequests { id status }')).approvalRequests;

  test('ask individuals or teams [MAN mbom-versions], and are answered by their approval (inferred)', async () => {
    const mbom = await newMbom();
    const { me } = await tenant.ask('{ me { id } }');
    const { team } = await tenant.mutate('createTeam', 'CreateTeamInput', { name: 'Engineering' }, 'team { id }');
    const mine = await request(mbom, { assignedToId: me.id });
    expect(mine).toMatchObject({ status: 'PENDING', assignees: [{ id: me.id }] });
    const theirs = await request(mbom, { assignedTeamId: team.id });
    expect(theirs.assignees).toEqual([]);
    await approve(mbom);
    expect(await requestsOf(mbom)).toEqual([
      { id: mine.id, status: 'APPROVED' },
      { id: theirs.id, status: 'PENDING' },
    ]);
  });

  test('are changed and taken back with their etag [SDL]', async () => {
    const mbom = await newMbom();
    const { id, _etag: etag } = await request(mbom, {});
    const input = { id, etag, status: 'OUTDATED' };
    const fields = 'approvalRequest { status _etag }';
    const changed = await tenant.mutate('updateMbomApprovalRequest', 'UpdateMBomApprovalRequestInput', input, fields);
    expect(changed.approvalRequest.status).toBe('OUTDATED');
    const document = 'mutation ($id: ID!, $etag: String!) { deleteMbomApprovalRequest(id: $id, etag: $etag) { id } }';
    await tenant.ask(document, { id, etag: changed.approvalRequest._etag });
    expect(await requestsOf(mbom)).toEqual([]);
  });
});
