// Correcting quantities from a count: read the record with its etag, write, and read again when somebody was faster.
import { expect, test } from 'vitest';
import { type Answer, createInventory, createPart, tenantForFile } from './open-tenant.ts';

const tenant = tenantForFile();

const readRecord = (id: number): Promise<Answer> =>
  tenant.get('partInventory', id, '_etag id quantity status part { partNumber revision description }');

const writeQuantity = (id: number, etag: string, quantity: unknown): Promise<Answer> => {
  const fields = 'partInventory { _etag id quantity part { partNumber } }';
  return tenant.mutate('updatePartInventory', 'UpdatePartInventoryInput', { id, etag, quantity }, fields);
};

const TRIES = 3;

/** Returns how often it had to try; any refusal but a stale etag goes to the caller. */
const correct = async (id: number, quantity: unknown, read = readRecord): Promise<number> => {
  for (let tries = 1; ; tries += 1) {
    const { _etag } = await read(id);
    const error = await tenant.errorOf(writeQuantity(id, _etag, quantity));
    if (error === undefined) return tries;
    if (tries === TRIES || !JSON.stringify(error).includes('CONCURRENCY_ERROR')) throw new Error(error.message);
  }
};

const newRecord = async (partNumber: string, fields = {}): Promise<number> =>
  (await createInventory(tenant, { partId: (await createPart(tenant, partNumber)).id, quantity: 5, ...fields })).id;

test('records are corrected one after the other, each with the etag just read [EX inventory_updates]', async () => {
  const ids = [await newRecord('Q-1'), await newRecord('Q-2')];
  for (const [index, id] of ids.entries()) expect(await correct(id, 1.25 * (index + 1))).toBe(1);
  expect((await Promise.all(ids.map(readRecord))).map(({ quantity, status }) => [quantity, status])).toEqual([
    [1.25, 'AVAILABLE'],
    [2.5, 'AVAILABLE'],
  ]);
});

test('a quantity may come as text, and the legacy aBOM items that the client reads first are none [EX inventory_updates]', async () => {
  const id = await newRecord('Q-8');
  expect((await tenant.get('partInventory', id, 'abomItems { id _etag quantity }')).abomItems).toEqual([]);
  expect(await correct(id, '0.125')).toBe(1);
  expect((await readRecord(id)).quantity).toBe(0.125);
  await expect(correct(id, 'many')).rejects.toThrow('Float');
});

test('every change gives another etag of 32 hex digits, which the payload already tells [MAN api page]', async () => {
  const id = await newRecord('Q-3');
  const before = await readRecord(id);
  const { partInventory } = await writeQuantity(id, before._etag, 6);
  expect(partInventory._etag).toMatch(/^[0-9a-f]{32}$/);
  expect(partInventory._etag).not.toBe(before._etag);
  expect((await readRecord(id))._etag).toBe(partInventory._etag);
});

test('a stale etag is refused with CONCURRENCY_ERROR and "Etag does not match", and changes nothing [TS]', async () => {
  const id = await newRecord('Q-4');
  const { _etag: stale } = await readRecord(id);
  await writeQuantity(id, stale, 6);
  const error = await tenant.errorOf(writeQuantity(id, stale, 7));
  expect(error).toMatchObject({ code: 'CONCURRENCY_ERROR', message: expect.stringContaining('Etag does not match') });
  expect((await readRecord(id)).quantity).toBe(6);
});

test('a client that reads again after CONCURRENCY_ERROR gets through [TS: three tries]', async () => {
  const id = await newRecord('Q-5');
  let disturbed = false;
  const tries = await correct(id, 9, async recordId => {
    const record = await readRecord(recordId);
    if (!disturbed) {
      disturbed = true;
      await writeQuantity(recordId, record._etag, 1);
    }
    return record;
  });
  expect([tries, (await readRecord(id)).quantity]).toEqual([2, 9]);
});

test('of clients that write with one etag at the same time exactly one gets through [TS]', async () => {
  const id = await newRecord('Q-6');
  const { _etag } = await readRecord(id);
  const errors = await Promise.all([1, 2, 3, 4].map(quantity => tenant.errorOf(writeQuantity(id, _etag, quantity))));
  expect(errors.filter(error => error === undefined)).toHaveLength(1);
  expect(errors.filter(error => error?.code === 'CONCURRENCY_ERROR')).toHaveLength(3);
});

test('a record of a serial number holds 0 or 1 [GUIDE part-inventory]', async () => {
  const part = await createPart(tenant, 'Q-7', { trackingType: 'SERIAL' });
  const { id } = await createInventory(tenant, { partId: part.id, serialNumber: 'S1' });
  await expect(correct(id, 2)).rejects.toThrow();
  expect(await correct(id, 0)).toBe(1);
  expect((await readRecord(id)).status).toBe('UNAVAILABLE');
});
