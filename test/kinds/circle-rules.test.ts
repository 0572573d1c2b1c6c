import { describe, expect, it } from 'vitest';
import { problemsOf } from './compile-text.ts';

describe('the rules against circles', () => {
  it('let a part be in many BOMs, and a step come after many', async () => {
    const text = `
parts: { a: { partNumber: A }, b: { partNumber: B }, c: { partNumber: C } }
boms:
  a: { part: a, items: [{ part: b, quantity: 1 }, { part: c, quantity: 1 }] }
  b: { part: b, items: [{ part: c, quantity: 1 }] }
procedures:
  p:
    title: P
    steps:
      one: { title: One, steps: { in-one: { title: Inside } } }
      two: { title: Two, after: [one, in-one], steps: { in-two: { title: Inside, after: [in-one] } } }
      three: { title: Three, after: [one, two] }
`;
    expect(await problemsOf(text)).toEqual([]);
  });

  it('report circles that have nothing in common each by itself', async () => {
    const parts = 'abcdef'.split('').map(key => `  ${key}: { partNumber: ${key.toUpperCase()} }\n`);
    const contains = (part: string, item: string) =>
      `  ${part}: { part: ${part}, items: [{ part: ${item}, quantity: 1 }] }\n`;
    const boms = [contains('a', 'b'), contains('b', 'a'), contains('c', 'd'), contains('d', 'c'), contains('e', 'a')];
    expect(await problemsOf(`parts:\n${parts.join('')}boms:\n${boms.join('')}`)).toEqual([
      'reference-cycle: part "a" would be built into itself: a → b → a',
      'reference-cycle: part "c" would be built into itself: c → d → c',
    ]);
  });

  it('report a step that waits for one that is inside of it at the edge alone, wherever else the edge leads', async () => {
    const text = `
procedures:
  p:
    title: P
    steps:
      outer: { title: Outer, after: [inner], steps: { middle: { title: Middle, steps: { inner: { title: Inner } } } } }
      next: { title: Next, after: [outer] }
`;
    expect(await problemsOf(text)).toEqual([
      'reference-cycle: step "outer" cannot come after "inner", which is inside it',
    ]);
  });

  it('end well on a circle through a thousand parts', async () => {
    const count = 1000;
    const keys = Array.from({ length: count }, (_, index) => `p${index}`);
    const parts = keys.map(key => `  ${key}: { partNumber: ${key} }\n`).join('');
    const boms = keys.map(
      (key, index) => `  ${key}: { part: ${key}, items: [{ part: ${keys[(index + 1) % count]}, quantity: 1 }] }\n`,
    );
    const problems = await problemsOf(`parts:\n${parts}boms:\n${boms.join('')}`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^reference-cycle: part "p0" would be built into itself: p0 → p1 → .* → … → .* → p999 → p0$/,
    );
  });
});
