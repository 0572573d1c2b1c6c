import fc from 'fast-check';
import toposort from 'toposort';
import { describe, expect, it } from 'vitest';
import { dependencyOrder, findCycle } from '../../src/state/graph.ts';

describe('findCycle', () => {
  it('gives the nodes of a cycle in the order in which each depends on the next', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['d', 'b']],
      ['d', []],
    ]);
    expect(findCycle(graph)).toEqual(['b', 'c']);
  });

  it('finds a node that depends on itself', () => {
    expect(findCycle(new Map([['a', ['a']]]))).toEqual(['a']);
  });

  it('tells from which nodes no cycle is reached, so that they need not be looked through again', () => {
    const done = new Set<string>();
    const graph = { a: ['b'], b: [], c: ['c', 'd'], d: ['b'], e: [] };
    expect(findCycle(new Map(Object.entries(graph)), done)).toEqual(['c']);
    expect([...done]).toEqual(['b', 'a']);
  });

  it('does not overflow on a chain of 200,000 nodes, whichever end comes first', () => {
    const names = Array.from({ length: 200_000 }, (_, index) => `n${index}`);
    const chain = new Map(names.map((name, index) => [name, index + 1 < names.length ? [`n${index + 1}`] : []]));
    expect(findCycle(chain)).toBeUndefined();
    expect(findCycle(new Map([...chain].reverse()))).toBeUndefined();
    expect(findCycle(new Map([...chain, ['n199999', ['n0']]]))).toHaveLength(200_000);
  });

  it('agrees with toposort on whether there is a cycle, and what it gives is one', () => {
    const node = fc.integer({ min: 0, max: 9 }).map(String);
    fc.assert(
      fc.property(fc.array(fc.tuple(node, node), { maxLength: 25 }), edges => {
        const graph = new Map<string, string[]>(Array.from({ length: 10 }, (_, index) => [String(index), []]));
        for (const [from, to] of edges) graph.get(from)?.push(to);
        const cycle = findCycle(graph);
        if (!cycle) expect(() => toposort.array([...graph.keys()], edges)).not.toThrow();
        else {
          expect(() => toposort.array([...graph.keys()], edges)).toThrow('Cyclic');
          for (const [index, from] of cycle.entries()) {
            expect(graph.get(from)).toContain(cycle[(index + 1) % cycle.length]);
          }
        }
      }),
    );
  });
});

describe('dependencyOrder', () => {
  it('puts what is depended on first', () => {
    const graph = new Map([
      ['run', ['inventory', 'procedure']],
      ['procedure', ['part']],
      ['inventory', ['part']],
      ['part', []],
    ]);
    const order = dependencyOrder(graph);
    for (const [node, dependencies] of graph) {
      for (const on of dependencies) expect(order.indexOf(on)).toBeLessThan(order.indexOf(node));
    }
  });
});
