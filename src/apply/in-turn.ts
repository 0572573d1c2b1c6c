/** Lets work on one object of the target go one after the other: two mutations that send the same etag cannot both pass. */
import type { Address } from '../state/entity.ts';

const queues = new WeakMap<object, Map<Address, Promise<unknown>>>();

/**
 * Starts `work` when all earlier work for that address has ended, well or badly; at once without an address. `target` is
 * what stands for the target: work on different ones does not wait for each other.
 */
export function inTurn<T>(target: object, address: Address | undefined, work: () => Promise<T>): Promise<T> {
  if (address === undefined) return work();
  const queue = queues.get(target) ?? new Map<Address, Promise<unknown>>();
  queues.set(target, queue);
  const done = (queue.get(address) ?? Promise.resolve()).then(work, work);
  queue.set(address, done);
  return done;
}
