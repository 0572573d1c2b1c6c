// Webhook events for what there was none for before: every change of contacts, approvals, barcodes and the like.
import { beforeAll, expect, test } from 'vitest';
import { type Answer, createInventory, createPart, tenantForFile } from '../open-tenant.ts';

const tenant = tenantForFile();
let me: Answer;
let receiverId: number;
beforeAll(async () => {
  me = (await tenant.ask('{ me { id } }')).me;
  const input = { name: 'ERP', webhookUri: 'https://erp.example/ion' };
  const made = await tenant.mutate(
    'createWebhookReceiver',
    'CreateWebhookReceiverInput',
    input,
    'webhookReceiver { id }',
  );
  receiverId = made.webhookReceiver.id;
});

const subscribe = async (resource: string, action: string): Promise<number> => {
  const input = { receiverId, resource, action };
  const fields = 'webhookSubscription { id }';
  return (await tenant.mutate('createWebhookSubscription', 'CreateWebhookSubscriptionInput', input, fields))
    .webhookSubscription.id;
};

const dataOf = async (subscriptionId: number): Promise<Answer[]> => {
  const document = `{ webhookEvents(filters: { subscriptionId: { eq: ${subscriptionId} } }) { edges { node { requestData } } } }`;
  const { webhookEvents } = await tenant.ask(document);
  return webhookEvents.edges.map((edge: Answer) => JSON.parse(edge.node.requestData).data);
};

const create = async (type: string, input: object, payload: string): Promise<Answer> => {
  const name = `create${type.replace('MBom', 'Mbom')}`;
  return (await tenant.mutate(name, `Create${type}Input`, input, `${payload} { id _etag }`))[payload];
};

let used = 0;
const newPart = (): Promise<Answer> => {
  used += 1;
  return createPart(tenant, `PN-${used}`);
};

const newUnit = async (): Promise<Answer> => createInventory(tenant, { partId: (await newPart()).id });

const newTemplate = (): Promise<Answer> =>
  create('BarcodeTemplate', { name: 'T', entityType: 'PARTS_INVENTORY' }, 'barcodeTemplate');

const newMbom = async (): Promise<Answer> => create('MBom', { partId: (await newPart()).id }, 'mbom');

/** Something made, by the resource that tells of it [SDL ResourceEnum]. */
const MADE: readonly (readonly [string, () => Promise<Answer>])[] = [
  ['CONTACTS', () => create('Contact', { name: 'Ann' }, 'contact')],
  [
    'REQUIREMENTS',
    () => create('Requirement', { title: 'R', content: [], requirementType: 'QUALITY_CLAUSE' }, 'requirement'),
  ],
  [
    'BARCODE_PATTERNS',
    () => create('BarcodePattern', { expression: '(?P<name>.*)', entityType: 'LOCATIONS' }, 'barcodePattern'),
  ],
  ['BARCODE_TEMPLATES', newTemplate],
  [
    'BARCODE_LABELS',
    async () =>
      create(
        'BarcodeLabel',
        { templateId: (await newTemplate()).id, entityId: (await newUnit()).entityId },
        'barcodeLabel',
      ),
  ],
  [
    'MBOM_APPROVALS',
    async () => create('MBomApproval', { mbomId: (await newMbom()).id, gateType: 'RELEASED' }, 'approval'),
  ],
  [
    'MBOM_APPROVAL_REQUESTS',
    async () =>
      create(
        'MBomApprovalRequest',
        { mbomId: (await newMbom()).id, roleId: 1, gateType: 'RELEASED' },
        'approvalRequest',
      ),
  ],
  [
    'STEP_APPROVALS',
    async () => create('StepApproval', { stepId: (await create('Step', { title: 'S' }, 'step')).id }, 'approval'),
  ],
  [
    'STEP_APPROVAL_REQUESTS',
    async () =>
      create(
        'StepApprovalRequest',
        { stepId: (await create('Step', { title: 'S' }, 'step')).id, reviewerId: me.id },
        'approvalRequest',
      ),
  ],
  [
    'USER_SUBSCRIPTIONS',
    async () => create('UserSubscription', { userId: me.id, entityId: (await newUnit()).entityId }, 'userSubscription'),
  ],
];

test.each(MADE)(
  '%s: what is created tells of itself, with the etag that it has [docs webhooks]',
  async (resource, make) => {
    const subscription = await subscribe(resource, 'CREATE');
    const made = await make();
    expect(await dataOf(subscription)).toEqual([expect.objectContaining({ id: made.id, _etag: made._etag })]);
  },
);

test('of what goes with its owner every row tells once, however many owners go [docs webhooks]', async () => {
  const subscription = await subscribe('STEPS', 'DELETE');
  const document = 'mutation { createProcedure(title: "P") { procedure { id } } }';
  const { id } = (await tenant.ask(document)).createProcedure.procedure;
  const steps: number[] = [];
  for (let level = 0; level < 3; level += 1) {
    const step = await create('Step', { title: 'S', procedureId: id, parentId: steps.at(-1) }, 'step');
    steps.push(step.id);
  }
  const { _etag } = await tenant.get('procedure', id, '_etag');
  await tenant.ask(`mutation { deleteProcedure(id: ${id}, etag: "${_etag}") { id } }`);
  expect((await dataOf(subscription)).map(step => step.id)).toEqual(steps.toReversed());
});

test('a subscription that ION makes by itself tells of itself too [docs webhooks, subscribe-to-notifications]', async () => {
  const subscription = await subscribe('USER_SUBSCRIPTIONS', 'CREATE');
  const { entityId } = await tenant.get('partKit', (await create('PartKit', {}, 'partKit')).id, 'entityId');
  expect(await dataOf(subscription)).toEqual([expect.objectContaining({ userId: Number(me.id), entityId })]);
});

test('reading a notification is an update, and the etag another one [docs webhooks]', async () => {
  const subscription = await subscribe('USER_NOTIFICATIONS', 'UPDATE');
  const input = { userId: me.id, notificationType: 'SIGNOFF', title: 'T', description: 'D', linkText: 'L', path: '/' };
  const sent = await tenant.mutate(
    'dispatchNotification',
    'DispatchNotificationInput',
    input,
    'response { messageId }',
  );
  const id = sent.response.messageId;
  const { _etag: etag } = await tenant.get('userNotification', id, '_etag');
  const change = { id, etag, read: true };
  await tenant.mutate('updateUserNotification', 'UpdateUserNotificationInput', change, 'userNotification { id }');
  const after = await tenant.get('userNotification', id, '_etag');
  expect(after._etag).not.toBe(etag);
  expect(await dataOf(subscription)).toEqual([expect.objectContaining({ read: true, _etag: after._etag })]);
});

test('what is issued to a kit, and what is on a line of an order, have events of their own [SDL ResourceEnum]', async () => {
  const subscription = await subscribe('PART_KIT_INVENTORIES', 'CREATE');
  const unit = await newUnit();
  const { partId } = await tenant.get('partInventory', unit.id, 'partId');
  const kit = await create('PartKit', {}, 'partKit');
  const item = await create('PartKitItem', { partKitId: kit.id, partId, quantity: 1 }, 'partKitItem');
  const input = { etag: unit._etag, partInventoryId: unit.id, partKitItemId: item.id, quantity: 1 };
  await tenant.mutate('issueItemToKit', 'InventoryToKitInput', input, 'partInventory { id }');
  const link = { partKitItemId: item.id, partInventoryId: unit.id };
  expect(await dataOf(subscription)).toEqual([expect.objectContaining(link)]);
  const ordered = await subscribe('PURCHASE_ORDER_LINE_INVENTORIES', 'CREATE');
  const order = await create('PurchaseOrder', {}, 'purchaseOrder');
  const line = await create('PurchaseOrderLine', { purchaseOrderId: order.id, partId }, 'purchaseOrderLine');
  expect(await dataOf(ordered)).toEqual([expect.objectContaining({ purchaseOrderLineId: line.id })]);
});
