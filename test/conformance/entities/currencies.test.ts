// Currencies, in which orders are paid.
import { expect, test } from 'vitest';
import { ionForFile } from '../ion.ts';

const ion = ionForFile();

test('a currency is a type, by which it is found, renamed with its etag [SDL]', async () => {
  const currency = await ion.create('Currency', { type: 'EUR' }, 'type');
  expect(currency.type).toBe('EUR');
  expect(await ion.update('Currency', currency.id, { type: 'CHF' }, 'type')).toEqual({ type: 'CHF' });
  expect(await ion.find('currencies', 'CurrenciesInputFilters', { type: { in: ['EUR', 'CHF'] } }, 'id type')).toEqual([
    { id: currency.id, type: 'CHF' },
  ]);
});

test('an order names one, and keeps it from being deleted [SDL currencyId; the latter is inferred]', async () => {
  const currency = await ion.create('Currency', { type: 'USD' });
  const order = await ion.create('PurchaseOrder', { currencyId: currency.id }, 'currency { type }');
  expect(order.currency).toEqual({ type: 'USD' });
  expect((await ion.refusedRemove('Currency', currency.id)).message).toContain('PurchaseOrder.currencyId');
  await ion.remove('PurchaseOrder', order.id);
  expect(await ion.remove('Currency', currency.id)).toEqual({ id: currency.id });
});
