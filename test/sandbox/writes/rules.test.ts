import { randomBytes } from 'node:crypto';
import { execute, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createFieldResolver, installTables, typeResolver } from '../../../src/sandbox/resolve/resolver.ts';
import { buildIonSchema } from '../../../src/sandbox/schema/build-schema.ts';
import { openStore } from '../../../src/sandbox/store/store.ts';

type Rules = Parameters<typeof createFieldResolver>[0];

const sandboxWith = (rules: Rules) => {
  const store = openStore(':memory:');
  installTables(store, rules);
  const fieldResolver = createFieldResolver(rules);
  return async (text: string) => {
    const contextValue = { store, now: () => new Date(0), userId: 1, loaders: new Map(), randomBytes };
    const schema = buildIonSchema();
    const { data, errors } = await execute({
      schema,
      document: parse(text),
      contextValue,
      fieldResolver,
      typeResolver,
    });
    // biome-ignore lint/suspicious/noExplicitAny: the tests assert what the answer holds
    return { data: data as any, message: errors?.[0]?.message };
  };
};

const MBOM =
  'mutation { createPart(input: { partNumber: "P" }) { part { id } } createMbom(input: { partId: 1 }) { mbom { _etag } } }';
const release = (etag: string) =>
  `mutation { updateMbom(input: { id: 1, etag: "${etag}", status: RELEASED }) { mbom { status } } }`;

describe('what ION’s documents leave open is a switch', () => {
  test('directRelease: DRAFT → RELEASED is possible, or needs IN_REVIEW between', async () => {
    for (const [directRelease, message] of [
      [true, undefined],
      [false, 'mBOM 1 cannot go from DRAFT to RELEASED.'],
    ] as const) {
      const ask = sandboxWith({ directRelease });
      const { createMbom } = (await ask(MBOM)).data;
      expect((await ask(release(createMbom.mbom._etag))).message).toBe(message);
    }
  });

  test('buildRequirementsAt: with the inventory [MAN, GUIDE], or with its first run [docs BOM pages]', async () => {
    for (const [buildRequirementsAt, before] of [
      ['inventory', 1],
      ['run', 0],
    ] as const) {
      const ask = sandboxWith({ buildRequirementsAt });
      const { createMbom } = (await ask(MBOM)).data;
      await ask('mutation { createPart(input: { partNumber: "C" }) { part { id } } }');
      await ask('mutation { createMbomItem(input: { mbomId: 1, partId: 2, quantity: 1 }) { mbomItem { id } } }');
      await ask(release(createMbom.mbom._etag));
      await ask('mutation { createPartInventory(input: { partId: 1 }) { partInventory { id } } }');
      const requirements = async () =>
        (await ask('{ partInventory(id: 1) { buildRequirements { id } } }')).data.partInventory.buildRequirements
          .length;
      expect(await requirements()).toBe(before);
      await ask('mutation { createRun(input: { title: "r", partInventoryId: 1 }) { run { id } } }');
      expect(await requirements()).toBe(1);
    }
  });

  test('approvals: a release, and the approval of an order, waits for none or one [SDL settings, MAN mbom-versions]', async () => {
    const things = [
      [
        'createProcedure(title: "p") { procedure { id _etag } }',
        'updateProcedure(input: { id: 1, etag: "ETAG", status: RELEASED }) { procedure { id } }',
        'createReview(input: { procedureId: 1, status: APPROVED }) { review { id } }',
        'Procedure 1 needs 1 approvals before it is RELEASED and has 0.',
      ],
      [
        'createStep(input: { title: "s" }) { step { id _etag } }',
        'updateStep(input: { id: 1, etag: "ETAG", standardStepStatus: RELEASED }) { step { id } }',
        'createStepApproval(input: { stepId: 1, status: APPROVED }) { approval { id } }',
        'Standard step 1 needs 1 approvals before it is RELEASED and has 0.',
      ],
      [
        'createPurchaseOrder(input: {}) { purchaseOrder { id _etag } }',
        'updatePurchaseOrder(input: { id: 1, etag: "ETAG", status: ORDERED }) { purchaseOrder { id } }',
        'createPurchaseOrderApproval(input: { purchaseOrderId: 1, status: APPROVED }) { approval { id } }',
        'Purchase order 1 needs 1 approvals before it is ORDERED and has 0.',
      ],
      [
        'createMbom(input: { partId: 1 }) { mbom { id _etag } }',
        'updateMbom(input: { id: 1, etag: "ETAG", status: RELEASED }) { mbom { id } }',
        'createMbomApproval(input: { mbomId: 1, gateType: RELEASED, status: APPROVED }) { approval { id } }',
        'mBOM 1 needs 1 approvals of role 1 for RELEASED and has 0.',
      ],
    ] as const;
    for (const approvals of [0, 1] as const) {
      const ask = sandboxWith({ approvals });
      await ask('mutation { createPart(input: { partNumber: "P" }) { part { id } } }');
      for (const [create, move, approve, refusal] of things) {
        const made = (await ask(`mutation { made: ${create} }`)).data.made;
        const [{ _etag }] = Object.values<{ _etag: string }>(made) as [{ _etag: string }];
        const moving = `mutation { ${move.replace('ETAG', _etag)} }`;
        if (approvals === 1) {
          expect((await ask(moving)).message).toBe(refusal);
          expect((await ask(`mutation { ${approve} }`)).message).toBeUndefined();
        }
        expect((await ask(moving)).message).toBeUndefined();
      }
    }
  });

  test('approvals begin a setting that the organisation can change [SDL OrganizationSettings]', async () => {
    const ask = sandboxWith({ approvals: 1 });
    const settings =
      '{ me { organization { _etag settings { procedures { numReviewersRequired } } } } mbomApprovalRoles { edges { node { count gateType role { name } } } } }';
    const { me, mbomApprovalRoles } = (await ask(settings)).data;
    expect(me.organization.settings.procedures).toEqual({ numReviewersRequired: 1 });
    expect(mbomApprovalRoles.edges).toEqual([{ node: { count: 1, gateType: 'RELEASED', role: { name: 'Admin' } } }]);
    await ask(
      `mutation { updateOrganization(input: { id: 1, etag: "${me.organization._etag}", settings: { procedures: { numReviewersRequired: 0 } } }) { organization { id } } }`,
    );
    expect((await ask(settings)).data.me.organization.settings.procedures).toEqual({ numReviewersRequired: 0 });
    const { createProcedure } = (await ask('mutation { createProcedure(title: "p") { procedure { _etag } } }')).data;
    const release = `mutation { updateProcedure(input: { id: 1, etag: "${createProcedure.procedure._etag}", status: RELEASED }) { procedure { status } } }`;
    expect((await ask(release)).message).toBeUndefined();
  });

  test('approvedPartProcedures: a part is run with any procedure, or with those approved for it [SDL RunSettings]', async () => {
    for (const [approvedPartProcedures, refusal] of [
      [false, undefined],
      [true, 'Procedure 1 is not approved for part 1.'],
    ] as const) {
      const ask = sandboxWith({ approvedPartProcedures });
      await ask('mutation { createPart(input: { partNumber: "P" }) { part { id } } }');
      const { createProcedure } = (await ask('mutation { createProcedure(title: "p") { procedure { _etag } } }')).data;
      const { createPartProcedure } = (
        await ask('mutation { createPartProcedure(input: { partId: 1, procedureId: 1 }) { partProcedure { _etag } } }')
      ).data;
      await ask(
        `mutation { updateProcedure(input: { id: 1, etag: "${createProcedure.procedure._etag}", status: RELEASED }) { procedure { id } } }`,
      );
      const run = (title: string) =>
        ask(`mutation { createRun(input: { title: "${title}", procedureId: 1, partId: 1 }) { run { id } } }`);
      expect((await run('pending')).message).toBe(refusal);
      await ask(
        `mutation { updatePartProcedure(input: { partId: 1, procedureId: 1, etag: "${createPartProcedure.partProcedure._etag}", status: APPROVED }) { partProcedure { status } } }`,
      );
      expect((await run('approved')).message).toBeUndefined();
    }
  });
});
