// What a run and its steps lead to: issues, redlines, comments, and the people who have to do with them.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, createInventory, createPart, tenantForFile } from '../open-tenant.ts';

const tenant = tenantForFile();
let me: Answer;
beforeAll(async () => {
  me = (await tenant.ask('{ me { id } }')).me;
});

/** A run of two steps. */
const startRun = async (fields: object = {}): Promise<Answer> => {
  const { procedure } = (await tenant.ask('mutation { createProcedure(title: "P") { procedure { id } } }'))
    .createProcedure;
  for (const title of ['one', 'two']) {
    await tenant.mutate('createStep', 'CreateStepInput', { procedureId: procedure.id, title }, 'step { id }');
  }
  const { _etag: etag } = await tenant.get('procedure', procedure.id, '_etag');
  const release = { id: procedure.id, etag, status: 'RELEASED' };
  await tenant.mutate('updateProcedure', 'UpdateProcedureInput', release, 'procedure { id }');
  const input = { procedureId: procedure.id, title: 'R', ...fields };
  return (await tenant.mutate('createRun', 'CreateRunInput', input, 'run { id entityId steps { id entityId } }')).run;
};

const move = async (step: Answer, ...statuses: string[]): Promise<void> => {
  for (const status of statuses) {
    const { _etag: etag } = await tenant.get('runStep', step.id, '_etag');
    await tenant.mutate('updateRunStep', 'UpdateRunStepInput', { id: step.id, etag, status }, 'runStep { id }');
  }
};

const newIssue = async (fields: object): Promise<Answer> =>
  (await tenant.mutate('createIssue', 'CreateIssueInput', { title: 'I', ...fields }, 'issue { id }')).issue;

describe('issues', () => {
  test('are listed on the step that they were raised at, and on its run [SDL]', async () => {
    const run = await startRun();
    const { id } = await newIssue({ runStepId: run.steps[0].id });
    await newIssue({ runStepId: (await startRun()).steps[0].id });
    expect(await tenant.get('run', run.id, 'issues { id } _IssuesCount steps { issues { id } }')).toEqual({
      issues: [{ id }],
      _IssuesCount: 1,
      steps: [{ issues: [{ id }] }, { issues: [] }],
    });
  });

  test('that a step must close are linked to it, and block it until they are RESOLVED [SDL mustCloseByRunStepId; the latter inferred]', async () => {
    const { steps } = await startRun();
    const rework = { title: 'Rework', active: true };
    const { issueDispositionType: type } = await tenant.mutate(
      'createIssueDispositionType',
      'CreateIssueDispositionTypeInput',
      rework,
      'issueDispositionType { id }',
    );
    const steppedOn = { runStepId: steps[0].id, mustCloseByRunStepId: steps[1].id };
    const { id } = await newIssue({ ...steppedOn, issueDispositionTypeId: type.id });
    const fields = 'mustCloseByLinkedIssues { id } blockingIssues { id }';
    const linked = { mustCloseByLinkedIssues: [{ id }] };
    expect(await tenant.get('runStep', steps[1].id, fields)).toEqual({ ...linked, blockingIssues: [{ id }] });
    for (const status of ['IN_PROGRESS', 'IN_REVIEW', 'RESOLVED']) {
      const { _etag: etag } = await tenant.get('issue', id, '_etag');
      await tenant.mutate('updateIssue', 'UpdateIssueInput', { id, etag, status }, 'issue { id }');
    }
    expect(await tenant.get('runStep', steps[1].id, fields)).toEqual({ ...linked, blockingIssues: [] });
  });

  test('are approved once somebody has approved them, which answers who was asked to (inferred)', async () => {
    const { id } = await newIssue({});
    const asked = { issueId: id, issueApprovalGateType: 'RESOLVED', roleId: 1, reviewerId: me.id };
    const answer = 'approvalRequest { id reviewer { id } assignees { id } }';
    const { approvalRequest } = await tenant.mutate(
      'createIssueApprovalRequest',
      'CreateIssueApprovalRequestInput',
      asked,
      answer,
    );
    expect(approvalRequest).toMatchObject({ reviewer: { id: me.id }, assignees: [] });
    expect((await tenant.get('issue', id, 'approved')).approved).toBe(false);
    const input = { issueId: id, issueApprovalGateType: 'RESOLVED', status: 'APPROVED' };
    await tenant.mutate('createIssueApproval', 'CreateIssueApprovalInput', input, 'approval { id }');
    expect(await tenant.get('issue', id, 'approved approvalRequests { status }')).toEqual({
      approved: true,
      approvalRequests: [{ status: 'APPROVED' }],
    });
  });
});

describe('people', () => {
  test('are whom a run, an issue or a kit is assigned to, or the members of the team [docs subscribe-to-notifications]', async () => {
    const { team } = await tenant.mutate('createTeam', 'CreateTeamInput', { name: 'Crew' }, 'team { id }');
    const [own, theirs] = [await startRun({ assignedToId: me.id }), await startRun({ assignedTeamId: team.id })];
    expect((await tenant.get('run', own.id, 'assignees { id }')).assignees).toEqual([{ id: me.id }]);
    expect((await tenant.get('run', theirs.id, 'assignees { id }')).assignees).toEqual([]);
    const membership = { userId: Number(me.id), teamId: team.id };
    await tenant.mutate('addUserToTeam', 'TeamToUserInput', membership, 'userId');
    expect(await tenant.get('run', theirs.id, 'assignees { id } _AssigneesCount')).toEqual({
      assignees: [{ id: me.id }],
      _AssigneesCount: 1,
    });
    const issue = await newIssue({ assignedTeamId: team.id });
    expect((await tenant.get('issue', issue.id, 'assignees { id }')).assignees).toEqual([{ id: me.id }]);
    const input = { assignedTeamId: team.id };
    const { partKit } = await tenant.mutate(
      'createPartKit',
      'CreatePartKitInput',
      input,
      'partKit { assignees { id } }',
    );
    expect(partKit.assignees).toEqual([{ id: me.id }]);
  });

  test('started and completed a run who did so with its first and its last step (inferred)', async () => {
    const run = await startRun();
    const people = 'startedBy { id } completedBy { id }';
    expect(await tenant.get('run', run.id, people)).toEqual({ startedBy: null, completedBy: null });
    await move(run.steps[0], 'IN_PROGRESS', 'COMPLETE');
    expect(await tenant.get('run', run.id, people)).toEqual({ startedBy: { id: me.id }, completedBy: null });
    await move(run.steps[1], 'IN_PROGRESS', 'COMPLETE');
    expect(await tenant.get('run', run.id, people)).toEqual({ startedBy: { id: me.id }, completedBy: { id: me.id } });
  });
});

describe('what else', () => {
  test('redlines of its steps, and comments on it, are listed on a run [SDL]', async () => {
    const run = await startRun();
    await move(run.steps[0], 'REDLINE');
    await tenant.mutate(
      'createComment',
      'CreateCommentInput',
      { entityId: run.entityId, content: 'Why?' },
      'comment { id }',
    );
    const { redlines, Comments } = await tenant.get('run', run.id, 'redlines { stepId } Comments { content }');
    expect({ redlines, Comments }).toEqual({
      redlines: [{ stepId: run.steps[0].id }],
      Comments: [{ content: 'Why?' }],
    });
  });

  test('inventory knows the run steps that it is on, and a location the kits that are there or expected [SDL]', async () => {
    const unit = await createInventory(tenant, { partId: (await createPart(tenant, 'PN')).id });
    const [step] = (await startRun()).steps;
    const { _etag: etag } = await tenant.get('runStep', step.id, '_etag');
    const input = { partInventoryId: unit.id, runStepId: step.id, etag };
    await tenant.mutate('addPartInventoryToRunStep', 'AddPartInventoryToRunStepInput', input, 'runStep { id }');
    expect((await tenant.get('partInventory', unit.id, 'runSteps { id }')).runSteps).toEqual([{ id: step.id }]);
    const place = async (name: string): Promise<Answer> =>
      (await tenant.mutate('createLocation', 'CreateLocationInput', { name }, 'location { id }')).location;
    const [here, there] = [await place('here'), await place('there')];
    const kit = { locationId: here.id, deliveryLocationId: there.id };
    const { partKit } = await tenant.mutate('createPartKit', 'CreatePartKitInput', kit, 'partKit { id }');
    const kits = 'partKits { id } expectedPartKits { id }';
    expect(await tenant.get('location', here.id, kits)).toEqual({
      partKits: [{ id: partKit.id }],
      expectedPartKits: [],
    });
    expect(await tenant.get('location', there.id, kits)).toEqual({
      partKits: [],
      expectedPartKits: [{ id: partKit.id }],
    });
  });

  test('the value of an attribute of type ION is the user or part that it names [SDL IonType]', async () => {
    const { organization } = (await tenant.ask('{ me { organization { id _etag } } }')).me;
    const define = {
      id: organization.id,
      etag: organization._etag,
      key: 'Owner',
      type: 'ION',
      allowedIonType: 'USERS',
    };
    await tenant.mutate(
      'updateOrganizationPartAttributes',
      'UpdateAttributeSettingsInput',
      define,
      'organization { id }',
    );
    const part = await createPart(tenant, 'OWNED', { attributes: [{ key: 'Owner', value: Number(me.id) }] });
    const { attributes } = await tenant.get('part', part.id, 'attributes { value ionValue { ... on User { id } } }');
    expect(attributes).toEqual([{ value: Number(me.id), ionValue: { id: me.id } }]);
  });
});
