import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createGate } from '../../../src/sandbox/server/gate.ts';

describe('the gate of a database', () => {
  test('lets nobody in between two that run alone, nor beside the second', async () => {
    const gate = createGate();
    const order: string[] = [];
    let release = (): void => undefined;
    const released = new Promise<void>(resolve => {
      release = resolve;
    });
    const first = gate.exclusive(() => void order.push('first'));
    const second = gate.exclusive(async () => {
      await released;
      order.push('second');
    });
    await first;
    await turnOfTheLoop();
    const shared = gate.shared(async () => void order.push('shared'));
    await turnOfTheLoop();
    release();
    await Promise.all([second, shared]);
    expect(order).toEqual(['first', 'second', 'shared']);
  });
});
