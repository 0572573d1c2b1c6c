// Requirements: terms and quality clauses that hold for parts, orders and their lines.
import { expect, test } from 'vitest';
import { type Answer, createPart, tenantForFile } from '../open-tenant.ts';

const tenant = tenantForFile();

const content = [{ type: 'p', children: [{ text: 'Certificates with every lot.' }] }];

const newRequirement = async (title: string): Promise<Answer> => {
  const input = { title, content, requirementType: 'QUALITY_CLAUSE', referenceName: 'Q-1' };
  const fields = 'requirement { id _etag title content requirementType referenceName }';
  return (await tenant.mutate('createRequirement', 'CreateRequirementInput', input, fields)).requirement;
};

const link = async (verb: string, requirementId: number, entityId: number): Promise<Answer> =>
  tenant.mutate(`${verb}Item`, 'RequirementToItemInput', { requirementId, entityId }, 'requirementId entityId');

test('a requirement is a text of one of two types [SDL Requirementtypeenum]', async () => {
  expect(await newRequirement('Certificates')).toMatchObject({
    title: 'Certificates',
    content,
    requirementType: 'QUALITY_CLAUSE',
    referenceName: 'Q-1',
  });
});

test('it changes with its etag and keeps its type [SDL UpdateRequirementInput has none]', async () => {
  const { id, _etag: etag } = await newRequirement('Terms');
  const update = (input: object) =>
    tenant.mutate(
      'updateRequirement',
      'UpdateRequirementInput',
      { id, ...input },
      'requirement { title requirementType }',
    );
  expect(await tenant.errorOf(update({ etag: 'stale', title: 'x' }))).toMatchObject({ code: 'CONCURRENCY_ERROR' });
  const { requirement } = await update({ etag, title: 'Conditions' });
  expect(requirement).toEqual({ title: 'Conditions', requirementType: 'QUALITY_CLAUSE' });
});

test('it is put on parts, orders and lines by entityId, and taken off again [SDL]', async () => {
  const { id } = await newRequirement('Origin');
  const part = await createPart(tenant, 'PN-1');
  const { purchaseOrder } = await tenant.mutate(
    'createPurchaseOrder',
    'CreatePurchaseOrderInput',
    {},
    'purchaseOrder { id }',
  );
  const input = { purchaseOrderId: purchaseOrder.id, partId: part.id };
  const { purchaseOrderLine } = await tenant.mutate(
    'createPurchaseOrderLine',
    'CreatePurchaseOrderLineInput',
    input,
    'purchaseOrderLine { id }',
  );
  const places = [
    ['part', part.id],
    ['purchaseOrder', purchaseOrder.id],
    ['purchaseOrderLine', purchaseOrderLine.id],
  ] as const;
  for (const [type, of] of places) {
    const { entityId } = await tenant.get(type, of, 'entityId');
    expect(await link('addRequirementTo', id, entityId)).toEqual({ requirementId: id, entityId });
    expect((await tenant.errorOf(link('addRequirementTo', id, entityId)))?.message).toContain('already');
    const fields = 'requirements { title } entity { requirements { id } }';
    expect(await tenant.get(type, of, fields)).toEqual({
      requirements: [{ title: 'Origin' }],
      entity: { requirements: [{ id }] },
    });
    await link('removeRequirementFrom', id, entityId);
    expect((await tenant.get(type, of, 'requirements { id }')).requirements).toEqual([]);
    expect(await tenant.errorOf(link('removeRequirementFrom', id, entityId))).toMatchObject({ code: 'NOT_FOUND' });
  }
});

test('one that is deleted is off whatever it was on (inferred)', async () => {
  const { id, _etag: etag } = await newRequirement('Short');
  const part = await createPart(tenant, 'PN-2');
  const { entityId } = await tenant.get('part', part.id, 'entityId');
  await link('addRequirementTo', id, entityId);
  await tenant.ask('mutation ($id: ID!, $etag: String!) { deleteRequirement(id: $id, etag: $etag) { id } }', {
    id,
    etag,
  });
  expect((await tenant.get('part', part.id, 'requirements { id }')).requirements).toEqual([]);
  const { requirements } = await tenant.ask(
    '{ requirements(filters: { title: { eq: "Short" } }) { edges { node { id } } } }',
  );
  expect(requirements.edges).toEqual([]);
});
