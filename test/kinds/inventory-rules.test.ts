import { describe, expect, it } from 'vitest';
import { problemsOf } from './compile-text.ts';

const PARTS = `
parts:
  cart: { partNumber: CART, trackingType: SERIAL }
  motor: { partNumber: MOTOR, trackingType: SERIAL }
  wire: { partNumber: WIRE, trackingType: LOT }
  wire-red: { partNumber: WIRE-RED, trackingType: LOT }
  tape: { partNumber: TAPE }
boms:
  cart:
    part: cart
    status: RELEASED
    items:
      - { part: motor, quantity: 2, referenceDesignators: [M1, M2] }
      - { part: wire, quantity: 0.3, substitutes: [wire-red] }
inventory:
  cart-1: { part: cart, serialNumber: C1 }
  motor-1: { part: motor, serialNumber: M1 }
  wire-lot: { part: wire, lotNumber: W1, quantity: 10 }
  red-lot: { part: wire-red, lotNumber: W2 }
`;

describe('the rules for inventory', () => {
  it.each([
    ['a LOT part with a lot number and no quantity', 'spare: { part: wire, lotNumber: W9 }'],
    ['an untracked part with neither number', 'spare: { part: tape, quantity: 10.5 }'],
    ['an untracked part with a lot number', 'spare: { part: tape, lotNumber: T1, quantity: 10 }'],
    ['a serialised unit that belongs to a lot', 'spare: { part: motor, serialNumber: M9, lotNumber: L1, quantity: 1 }'],
    ['a scrapped unit', 'spare: { part: motor, serialNumber: M9, quantityScrapped: 1 }'],
    ['a part that is only looked up', 'spare: { part: { lookup: { partNumber: NUT } }, quantity: 12 }'],
    ['scrap of what is not counted', 'spare: { part: tape, quantityScrapped: 3 }'],
  ])('accept %s', async (_, entry) => {
    expect(await problemsOf(`${PARTS}  ${entry}\n`)).toEqual([]);
  });

  it('say nothing of the tracking of a part that is not declared', async () => {
    expect(await problemsOf('inventory:\n  spare: { part: nut, quantity: 2 }\n')).toEqual([
      'unknown-reference: no part has the key "nut"',
    ]);
  });
});

describe('the rules for installations', () => {
  it.each([
    ['what the BOM asks for, as often as it asks', '{ into: cart-1, inventory: motor-1, referenceDesignator: M2 }'],
    ['a substitute', '{ into: cart-1, inventory: red-lot, quantity: 0.3 }'],
    [
      'a substitute for the item that is named',
      '{ into: cart-1, inventory: red-lot, quantity: 0.1, requirement: wire }',
    ],
    ['a unit that is only looked up', '{ into: { lookup: { serialNumber: C9 } }, inventory: motor-1 }'],
    [
      'looked-up inventory for an item that is named',
      '{ into: cart-1, inventory: { lookup: { serialNumber: M9 } }, requirement: motor }',
    ],
  ])('accept %s', async (_, entry) => {
    expect(await problemsOf(`${PARTS}installations:\n  one: ${entry}\n`)).toEqual([]);
  });

  it('accept fractions that add up to what is asked for', async () => {
    const two = `  a: { into: cart-1, inventory: wire-lot, quantity: 0.1 }\n  b: { into: cart-1, inventory: red-lot, quantity: 0.2 }\n`;
    expect(0.1 + 0.2).toBeGreaterThan(0.3);
    expect(await problemsOf(`${PARTS}installations:\n${two}`)).toEqual([]);
  });

  it('count for a lot of units what each of them takes', async () => {
    const lot = `  carts: { part: trolley, lotNumber: T1, quantity: 3 }\n  bolts: { part: tape, quantity: 100 }\n`;
    const trolley = `parts:\n  trolley: { partNumber: TROLLEY, trackingType: LOT }\nboms:\n  trolley: { part: trolley, status: RELEASED, items: [{ part: tape, quantity: 4 }] }\n`;
    const install = (quantity: number) =>
      problemsOf(
        `${PARTS}${lot}installations:\n  one: { into: carts, inventory: bolts, quantity: ${quantity} }\n---\n${trolley}`,
      );
    expect(await install(12)).toEqual([]);
    expect(await install(13)).toEqual(['bad-value: "carts" takes 12 of "tape", but 13 are installed']);
  });

  it('leave units alone whose BOM no file declares', async () => {
    const text = `${PARTS}installations:\n  one: { into: motor-1, inventory: wire-lot, quantity: 99 }\n`;
    expect(await problemsOf(text)).toEqual(['bad-value: "wire-lot" has 10, but 99 are installed']);
  });

  it('count out what has been scrapped', async () => {
    const text = `${PARTS}  scrap: { part: motor, serialNumber: M9, quantityScrapped: 1 }\ninstallations:\n  one: { into: cart-1, inventory: scrap }\n`;
    expect(await problemsOf(text)).toEqual(['bad-value: "scrap" has 0 left, but 1 are installed']);
  });

  it('report a reference to nothing once, however much depends on it', async () => {
    const text = `${PARTS}installations:\n  one: { into: cart-9, inventory: motor-9, referenceDesignator: X }\n  two: { into: cart-8, inventory: motor-1 }\n  three: { into: cart-7, inventory: motor-1, requirement: motor }\n`;
    expect(await problemsOf(text)).toEqual([
      'unknown-reference: no inventory record has the key "cart-9"',
      'unknown-reference: no inventory record has the key "motor-9"',
      'unknown-reference: no inventory record has the key "cart-8"',
      'unknown-reference: no inventory record has the key "cart-7"',
    ]);
  });
});
