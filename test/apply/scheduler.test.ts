import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Node, remainingPaths, runSchedule } from '../../src/apply/scheduler.ts';

/** Nodes whose ends are called by the test, so that every order of answers can be played. */
class Stage {
  readonly started: string[] = [];
  readonly skipped = new Map<string, string>();
  readonly #ends = new Map<string, (cause: string | undefined) => void>();
  most = 0;

  perform = (node: Node): Promise<string | undefined> => {
    this.started.push(node.id);
    return new Promise(resolve => {
      this.#ends.set(node.id, resolve);
      this.most = Math.max(this.most, this.#ends.size);
    });
  };

  skip = (node: Node, cause: string): void => {
    this.skipped.set(node.id, cause);
  };

  get running(): readonly string[] {
    return [...this.#ends.keys()];
  }

  async end(id: string, cause?: string): Promise<void> {
    this.#ends.get(id)?.(cause);
    this.#ends.delete(id);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  }
}

const node = (id: string, ...dependsOn: string[]): Node => ({ id, dependsOn });

describe('runSchedule', () => {
  it('starts a node the moment its own dependencies are done, whatever else still runs', async () => {
    const stage = new Stage();
    const done = runSchedule([node('slow'), node('a'), node('b', 'a')], {
      perform: stage.perform,
      onSkip: stage.skip,
      window: () => 9,
    });
    await stage.end('a');
    expect(stage.running).toEqual(['slow', 'b']);
    await stage.end('b');
    await stage.end('slow');
    await done;
  });

  it('starts those with the longest way behind them first', async () => {
    const stage = new Stage();
    const done = runSchedule([node('leaf'), node('x'), node('y', 'x'), node('z', 'y')], {
      perform: stage.perform,
      onSkip: stage.skip,
      window: () => 1,
    });
    while (stage.running.length > 0) await stage.end(stage.running[0] ?? '');
    await done;
    expect(stage.started[0]).toBe('x');
    expect(stage.started[1]).toBe('y');
  });

  it('skips everything behind a failure and names its root, while the rest goes on', async () => {
    const stage = new Stage();
    const done = runSchedule([node('a'), node('b', 'a'), node('c', 'b'), node('other')], {
      perform: stage.perform,
      onSkip: stage.skip,
      window: () => 9,
    });
    await stage.end('a', 'a broke');
    await stage.end('other');
    await done;
    expect(stage.skipped).toEqual(
      new Map([
        ['b', 'a broke'],
        ['c', 'a broke'],
      ]),
    );
    expect(stage.started).toEqual(['a', 'other']);
  });

  it('starts nothing new once it is aborted, and waits for what runs', async () => {
    const stage = new Stage();
    const stop = new AbortController();
    const done = runSchedule([node('a'), node('b', 'a'), node('c')], {
      perform: stage.perform,
      onSkip: stage.skip,
      window: () => 1,
      signal: stop.signal,
    });
    stop.abort();
    await stage.end('a');
    await done;
    expect(stage.started).toEqual(['a']);
  });

  it('rejects with what a callback throws', async () => {
    const done = runSchedule([node('a'), node('b', 'a')], {
      perform: () => Promise.resolve('broke'),
      onSkip: () => {
        throw new Error('the listener');
      },
      window: () => 9,
    });
    await expect(done).rejects.toThrow('the listener');
  });

  it('refuses nodes that wait for each other', () => {
    const cyclic = [node('a', 'b'), node('b', 'a')];
    expect(() => remainingPaths(cyclic)).toThrow('wait for each other');
  });

  it('performs or skips every node exactly once, dependencies first, never beyond the window, in any order of answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(30), { maxLength: 3 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.nat(1000)),
        fc.array(fc.nat(29), { maxLength: 3 }),
        async (shape, window, choices, failing) => {
          const nodes = shape.map((on, index) =>
            node(String(index), ...new Set(on.filter(other => other < index).map(String))),
          );
          const fails = new Set(failing.map(String));
          const stage = new Stage();
          const ended = new Set<string>();
          const done = runSchedule(nodes, { perform: stage.perform, onSkip: stage.skip, window: () => window });
          while (stage.running.length > 0) {
            const id = stage.running[choices.next().value % stage.running.length] ?? '';
            const own = nodes.find(each => each.id === id);
            for (const on of own?.dependsOn ?? []) expect(ended.has(on)).toBe(true);
            if (!fails.has(id)) ended.add(id);
            await stage.end(id, fails.has(id) ? id : undefined);
          }
          await done;
          expect([...stage.started, ...stage.skipped.keys()].sort()).toEqual(nodes.map(({ id }) => id).sort());
          expect(stage.most).toBeLessThanOrEqual(window);
        },
      ),
    );
  });
});
