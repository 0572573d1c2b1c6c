import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCycles } from '../../src/state/cycles.ts';

const graphOf = (edges: Readonly<Record<string, readonly string[]>>) => new Map(Object.entries(edges));

describe('findCycles', () => {
  it('finds none where there is none', () => {
    expect(findCycles(graphOf({ a: ['b', 'c'], b: ['c'], c: ['elsewhere'] }))).toEqual([]);
  });

  it('gives every cycle from its smallest node on', () => {
    expect(findCycles(graphOf({ d: ['c'], c: ['d'], b: ['a'], a: ['b', 'c'], e: ['e'] }))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e'],
    ]);
  });

  it('does not go round by a longer way than it must', () => {
    expect(findCycles(graphOf({ a: ['b', 'd'], b: ['c'], c: ['d'], d: ['a'] }))).toEqual([['a', 'd']]);
  });

  it('gives the same whatever the order of nodes and edges, and only edges that are there', () => {
    const names = 'abcdef'.split('');
    const edges = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), {
      selector: ([from, to]) => from + to,
    });
    const shuffles = edges.chain(list =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    const build = (list: readonly (readonly [string, string])[]) => {
      const graph = new Map<string, string[]>();
      for (const [from, to] of list) graph.set(from, [...(graph.get(from) ?? []), to]);
      return graph;
    };
    fc.assert(
      fc.property(shuffles, ([list, shuffled]) => {
        const graph = build(list);
        const cycles = findCycles(graph);
        expect(findCycles(build(shuffled))).toEqual(cycles);
        for (const cycle of cycles) {
          cycle.forEach((node, index) => {
            expect(graph.get(node)).toContain(cycle[(index + 1) % cycle.length]);
          });
        }
      }),
    );
  });
});
