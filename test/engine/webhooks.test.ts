import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compileSources } from '../../src/pipeline.ts';
import { writesOf } from '../../src/plan/change.ts';
import { planRecord } from '../../src/report/plan-record.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

const SECRET = 'a-secret-that-nobody-may-see';
const TOKEN = 'Bearer another-secret';
const ENV = { ERP_SECRET: SECRET, ERP_TOKEN: TOKEN };

const WEBHOOKS = `
webhooks:
  erp:
    name: ERP
    webhookUri: https://erp.example/ion
    sharedSecret: \${ERP_SECRET}
    headers: { Authorization: "\${ERP_TOKEN}" }
    subscriptions:
      - { resource: PARTS, actions: [CREATE, UPDATE] }
      - { resource: RUNS, actions: [CREATE], active: false }
  mes: { name: MES, webhookUri: https://mes.example/, testRun: false }
`;

const STATE = `{ webhookReceivers(sort: [NAME_ASC]) { edges { node {
  name webhookUri sharedSecret headers { key value } subscriptions { resource action active } } } } }`;

interface Receiver {
  readonly name: string;
  readonly sharedSecret: string;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
  readonly subscriptions: readonly object[];
}

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded({}, 8, ENV);
});
afterAll(() => seeded.close());
beforeEach(() => seeded.sandbox.reset());

async function receivers(): Promise<readonly Receiver[]> {
  const answer = await seeded.ion<{ webhookReceivers: { edges: { node: Receiver }[] } }>(STATE);
  return answer.webhookReceivers.edges.map(({ node }) => node);
}

function changedBy(from: string, to: string): string {
  expect(WEBHOOKS).toContain(from);
  return WEBHOOKS.replace(from, () => to);
}

describe('webhook receivers', () => {
  it('are made with their headers, the mark of a test run and their subscriptions, and then kept', async () => {
    expect(troubles(await seeded.apply(WEBHOOKS))).toEqual([]);
    const [erp, mes] = await receivers();
    expect(erp).toMatchObject({ name: 'ERP', webhookUri: 'https://erp.example/ion', sharedSecret: SECRET });
    expect(erp?.headers.toSorted((one, other) => one.key.localeCompare(other.key))).toEqual([
      { key: 'Authorization', value: TOKEN },
      { key: 'X-Test-Run', value: '1' },
    ]);
    expect(erp?.subscriptions).toHaveLength(3);
    expect(erp?.subscriptions).toContainEqual({ resource: 'RUNS', action: 'CREATE', active: false });
    expect(mes?.headers).toEqual([]);
    expect(pending(await seeded.plan(WEBHOOKS))).toEqual([]);
  });

  it('count both mutations of a header', async () => {
    const { plan } = await seeded.plan(WEBHOOKS);
    expect((await seeded.apply(WEBHOOKS)).stats.writes).toBe(writesOf(plan));
  });

  it('change, and lose headers and subscriptions that are written no more', async () => {
    await seeded.apply(WEBHOOKS);
    const changed = changedBy('headers: { Authorization: "${ERP_TOKEN}" }', 'headers: { X-Other: "2" }')
      .replace('actions: [CREATE, UPDATE]', 'actions: [CREATE]')
      .replace('active: false', 'active: true')
      .replace('https://mes.example/', 'https://mes.example/v2');
    expect(pending(await seeded.plan(changed)).toSorted()).toEqual([
      'create webhook-header/erp.X-Other',
      'delete webhook-header/erp.Authorization',
      'delete webhook-subscription/erp.PARTS,UPDATE',
      'update webhook-receiver/mes',
      'update webhook-subscription/erp.RUNS.CREATE',
    ]);
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    expect(pending(await seeded.plan(changed))).toEqual([]);
  });

  it('say for themselves that an event is no test run, or with which mark it is', async () => {
    await seeded.apply(
      'webhooks: { erp: { name: ERP, webhookUri: https://erp.example/, headers: { x-test-run: ours } } }',
    );
    expect((await receivers())[0]?.headers).toEqual([{ key: 'x-test-run', value: 'ours' }]);
    const unmarked = 'webhooks: { erp: { name: ERP, webhookUri: https://erp.example/, testRun: false, headers: {} } }';
    expect(troubles(await seeded.apply(unmarked))).toEqual([]);
    expect((await receivers())[0]?.headers).toEqual([]);
  });

  it('see the changes of the very apply that made them', async () => {
    const fixture = `${WEBHOOKS}\nparts: { wheel: { partNumber: WHEEL } }\n`;
    await seeded.apply(WEBHOOKS);
    expect(troubles(await seeded.apply(fixture))).toEqual([]);
    const { webhookEvents } = await seeded.ion<{
      webhookEvents: { edges: { node: { status: string; requestData: string } }[] };
    }>('{ webhookEvents { edges { node { status requestData } } } }');
    expect(webhookEvents.edges.map(({ node }) => JSON.parse(node.requestData).data.partNumber)).toEqual(['WHEEL']);
  });

  it.each(['before', 'after'] as const)('get a header once whose giving was lost %s the commit', async when => {
    seeded.sandbox.faults.add({ operation: 'addHeaderToWebhookReceiver', count: 1, effect: { type: 'reset', when } });
    expect(troubles(await seeded.apply(WEBHOOKS))).toEqual([]);
    seeded.sandbox.faults.clear();
    const { webhookHeaders } = await seeded.ion<{ webhookHeaders: { edges: { node: { key: string } }[] } }>(
      '{ webhookHeaders(sort: [KEY_ASC]) { edges { node { key } } } }',
    );
    const [receiver] = await receivers();
    expect(webhookHeaders.edges.map(({ node }) => node.key)).toEqual(receiver?.headers.map(({ key }) => key).sort());
    expect(pending(await seeded.plan(WEBHOOKS))).toEqual([]);
  });

  it('take their headers although somebody else changes them meanwhile, and tell the ids of these', async () => {
    seeded.sandbox.faults.add({
      operation: 'addHeaderToWebhookReceiver',
      effect: { type: 'stale-etag' },
      count: 1,
    });
    const result = await seeded.apply(WEBHOOKS);
    seeded.sandbox.faults.clear();
    expect(troubles(result)).toEqual([]);
    const headers = result.outcomes.filter(({ change }) => change.kind === 'webhook-header');
    expect(headers.map(outcome => outcome.status === 'done' && typeof outcome.id)).toEqual(['number', 'number']);
    expect(pending(await seeded.plan(WEBHOOKS))).toEqual([]);
  });

  it('are destroyed with everything that stands in them', async () => {
    await seeded.apply(WEBHOOKS);
    expect(troubles(await seeded.destroy(WEBHOOKS))).toEqual([]);
    const left = await seeded.ion(
      '{ webhookReceivers { edges { node { id } } } webhookHeaders { edges { node { id } } } webhookSubscriptions { edges { node { id } } } }',
    );
    expect(left).toEqual({
      webhookReceivers: { edges: [] },
      webhookHeaders: { edges: [] },
      webhookSubscriptions: { edges: [] },
    });
  });
});

describe('secrets', () => {
  it('are compared and sent, and never shown', async () => {
    await seeded.apply(WEBHOOKS);
    const changed = changedBy('sharedSecret: ${ERP_SECRET}', 'sharedSecret: new-${ERP_SECRET}').replace(
      '"${ERP_TOKEN}"',
      '"new-${ERP_TOKEN}"',
    );
    const { plan, desired } = await seeded.plan(changed);
    expect(plan.changes.flatMap(change => ('edits' in change ? change.edits : []))).toEqual([
      { path: 'sharedSecret', before: '(secret)', after: '(secret)' },
      { path: 'value', before: '(secret)', after: '(secret)' },
    ]);
    const shown = JSON.stringify(
      planRecord(plan, { desired, sectionOf: new Map(), requests: { reads: 0, writes: 0 } }),
    );
    expect([shown.includes(SECRET), shown.includes(TOKEN)]).toEqual([false, false]);
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    expect((await receivers())[0]).toMatchObject({
      sharedSecret: `new-${SECRET}`,
      headers: expect.arrayContaining([{ key: 'Authorization', value: `new-${TOKEN}` }]),
    });
    expect(pending(await seeded.plan(changed))).toEqual([]);
  });

  it('need the variables that they name', async () => {
    const { diagnostics } = await compileSources([{ path: 'fixture.yaml', text: WEBHOOKS }], {
      env: { ERP_TOKEN: TOKEN, ERP_SECRET: '' },
    });
    expect(diagnostics).toMatchObject([
      {
        code: 'bad-value',
        message: 'the environment variable ERP_SECRET is not set',
        help: 'set ERP_SECRET, or write the value itself',
      },
    ]);
    expect(diagnostics[0]?.span?.file.text.slice(diagnostics[0].span.start, diagnostics[0].span.end)).toBe(
      '${ERP_SECRET}',
    );
  });

  it('need none where nothing is sent, and stand for themselves after a second dollar', async () => {
    expect((await compileSources([{ path: 'fixture.yaml', text: WEBHOOKS }])).diagnostics).toEqual([]);
    const literal = await compileSources(
      [{ path: 'fixture.yaml', text: changedBy('${ERP_SECRET}', '$${ERP_SECRET}') }],
      { env: ENV },
    );
    expect(literal.value.entities.get('webhook-receiver/erp')?.fields['sharedSecret']).toBe('${ERP_SECRET}');
    const { diagnostics } = await compileSources(
      [{ path: 'fixture.yaml', text: changedBy('${ERP_SECRET}', '${no name}') }],
      { env: ENV },
    );
    expect(diagnostics).toMatchObject([{ message: '${…} takes the name of an environment variable' }]);
  });
});

describe('the rules of webhooks', () => {
  it('take no header without a value, which ION does not make', async () => {
    const text = changedBy('"${ERP_TOKEN}"', '""');
    const { diagnostics } = await compileSources([{ path: 'fixture.yaml', text }]);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['bad-value', '"Authorization" must not be empty'],
    ]);
  });

  it.each([
    ['http://erp.example/', false],
    ['erp.example', false],
    ['https://erp.example:8443/ion?x=1', true],
    ['http://127.0.0.1:9000/', true],
    ['http://localhost/', true],
    ['http://localhost.example/', false],
  ])('judge %s', async (uri, isSound) => {
    const text = `webhooks: { erp: { name: ERP, webhookUri: "${uri}" } }`;
    const { diagnostics } = await compileSources([{ path: 'fixture.yaml', text }]);
    expect(diagnostics.map(({ code }) => code)).toEqual(isSound ? [] : ['bad-value']);
  });
});
