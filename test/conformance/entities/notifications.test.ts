// Who is subscribed to what, and notifications that are sent on purpose.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, createPart, tenantForFile } from '../open-tenant.ts';

const tenant = tenantForFile();
let me: Answer;
beforeAll(async () => {
  me = (await tenant.ask('{ me { id } }')).me;
});

const subscribersOf = async (entityId: number): Promise<number[]> => {
  const document = `query ($filters: UserSubscriptionsInputFilters) {
    userSubscriptions(filters: $filters) { edges { node { userId } } }
  }`;
  const { userSubscriptions } = await tenant.ask(document, { filters: { entityId: { eq: entityId } } });
  return userSubscriptions.edges.map((edge: Answer) => edge.node.userId);
};

const subscribe = async (entityId: number): Promise<Answer> => {
  const fields = 'userSubscription { id _etag userId entityId user { id } entity { id } }';
  const input = { userId: me.id, entityId };
  return (await tenant.mutate('createUserSubscription', 'CreateUserSubscriptionInput', input, fields)).userSubscription;
};

const unsubscribe = ({ id, _etag: etag }: Answer): Promise<Answer> =>
  tenant.ask('mutation ($id: ID!, $etag: String!) { deleteUserSubscription(id: $id, etag: $etag) { id } }', {
    id,
    etag,
  });

const startRun = async (): Promise<Answer> => {
  const { procedure } = (await tenant.ask('mutation { createProcedure(title: "P") { procedure { id entityId } } }'))
    .createProcedure;
  await tenant.mutate('createStep', 'CreateStepInput', { procedureId: procedure.id, title: 'S' }, 'step { id }');
  const { _etag: etag } = await tenant.get('procedure', procedure.id, '_etag');
  const release = { id: procedure.id, etag, status: 'RELEASED' };
  await tenant.mutate('updateProcedure', 'UpdateProcedureInput', release, 'procedure { id }');
  const input = { procedureId: procedure.id, title: 'R' };
  const fields = 'run { id entityId steps { id entityId } }';
  return { procedure, ...(await tenant.mutate('createRun', 'CreateRunInput', input, fields)).run };
};

describe('subscriptions', () => {
  test('whoever makes an issue, a procedure, a run or a kit is subscribed to it [docs subscribe-to-notifications]', async () => {
    const { procedure, ...run } = await startRun();
    const { issue } = await tenant.mutate('createIssue', 'CreateIssueInput', { title: 'I' }, 'issue { entityId }');
    const { partKit } = await tenant.mutate('createPartKit', 'CreatePartKitInput', {}, 'partKit { entityId }');
    for (const { entityId } of [procedure, run, issue, partKit]) {
      expect(await subscribersOf(entityId)).toEqual([Number(me.id)]);
    }
  });

  test('whom a purchase order is assigned to is so too, and its maker is not [docs subscribe-to-notifications]', async () => {
    const fields = 'purchaseOrder { id _etag entityId }';
    const { purchaseOrder } = await tenant.mutate('createPurchaseOrder', 'CreatePurchaseOrderInput', {}, fields);
    expect(await subscribersOf(purchaseOrder.entityId)).toEqual([]);
    const input = { id: purchaseOrder.id, etag: purchaseOrder._etag, assignedToId: Number(me.id) };
    await tenant.mutate('updatePurchaseOrder', 'UpdatePurchaseOrderInput', input, 'purchaseOrder { id }');
    expect(await subscribersOf(purchaseOrder.entityId)).toEqual([Number(me.id)]);
  });

  test('an issue from a run step inherits the subscribers of step and run [docs subscribe-to-notifications]', async () => {
    const run = await startRun();
    const input = { title: 'From a step', runStepId: run.steps[0].id };
    const { issue } = await tenant.mutate('createIssue', 'CreateIssueInput', input, 'issue { entityId }');
    expect(await subscribersOf(issue.entityId)).toEqual([Number(me.id)]);
  });

  test('are made and taken back by hand for any entity, once a user [SDL; once is inferred]', async () => {
    const part = await createPart(tenant, 'PN-1');
    const { entityId } = await tenant.get('part', part.id, 'entityId');
    const subscription = await subscribe(entityId);
    expect(subscription).toMatchObject({
      userId: Number(me.id),
      entityId,
      user: { id: me.id },
      entity: { id: entityId },
    });
    expect((await tenant.errorOf(subscribe(entityId)))?.message).toContain('already subscribed');
    const { entity } = await tenant.get('part', part.id, 'entity { subscriptions { id } }');
    expect(entity.subscriptions).toEqual([{ id: subscription.id }]);
    const stale = tenant.errorOf(unsubscribe({ ...subscription, _etag: 'stale' }));
    expect(await stale).toMatchObject({ code: 'CONCURRENCY_ERROR' });
    await unsubscribe(subscription);
    expect(await subscribersOf(entityId)).toEqual([]);
  });

  test('go with what they are to (inferred)', async () => {
    const { partKit } = await tenant.mutate('createPartKit', 'CreatePartKitInput', {}, 'partKit { id _etag entityId }');
    const { id, _etag: etag, entityId } = partKit;
    await tenant.ask('mutation ($id: ID!, $etag: String!) { deletePartKit(id: $id, etag: $etag) { id } }', {
      id,
      etag,
    });
    expect(await subscribersOf(entityId)).toEqual([]);
  });
});

describe('notifications', () => {
  const dispatch = async (fields: object = {}): Promise<string> => {
    const input = {
      userId: me.id,
      notificationType: 'SIGNOFF',
      title: 'Please sign',
      description: 'Step 3 waits.',
      linkText: 'Open',
      path: '/runs/3',
      payload: JSON.stringify({ runId: 3 }),
      ...fields,
    };
    const sent = await tenant.mutate(
      'dispatchNotification',
      'DispatchNotificationInput',
      input,
      'response { messageId }',
    );
    return sent.response.messageId;
  };

  test('are dispatched to a user, who has not read them yet [SDL DispatchNotification]', async () => {
    const id = await dispatch();
    const fields = 'type title description linkText path linkUrl payload read userId';
    expect(await tenant.get('userNotification', id, fields)).toMatchObject({
      type: 'SIGNOFF',
      title: 'Please sign',
      description: 'Step 3 waits.',
      linkText: 'Open',
      path: '/runs/3',
      linkUrl: '/runs/3',
      read: false,
      userId: Number(me.id),
    });
    expect(await tenant.errorOf(dispatch({ userId: 999 }))).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('are read, with their etag, and then not found among the unread [SDL]', async () => {
    const id = await dispatch({ title: 'Read me' });
    const { _etag: etag } = await tenant.get('userNotification', id, '_etag');
    const unread = async (): Promise<string[]> => {
      const document = '{ userNotifications(filters: { read: { eq: false } }) { edges { node { title } } } }';
      return (await tenant.ask(document)).userNotifications.edges.map((edge: Answer) => edge.node.title);
    };
    expect(await unread()).toContain('Read me');
    const update = (input: object) =>
      tenant.mutate(
        'updateUserNotification',
        'UpdateUserNotificationInput',
        { id, read: true, ...input },
        'userNotification { read }',
      );
    expect(await tenant.errorOf(update({ etag: 'stale' }))).toMatchObject({ code: 'CONCURRENCY_ERROR' });
    expect((await update({ etag })).userNotification).toEqual({ read: true });
    expect(await unread()).not.toContain('Read me');
  });
});
