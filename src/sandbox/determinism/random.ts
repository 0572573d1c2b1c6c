// What the sandbox draws at random: unpredictable, or from a seed, so that the same requests give the same answers.
import { createHash, randomBytes } from 'node:crypto';

/** The random values of one tenant. */
export interface Random {
  /** `count` bytes, 32 at most. */
  bytes(count: number): Buffer;
  /** How many values a seed has given so far; without effect when there is no seed. */
  position: number;
}

const POOL_BYTES = 4096;

/** Asking the system for a few bytes costs as much as for many. */
const createPool = (): ((count: number) => Buffer) => {
  let pool = Buffer.alloc(0);
  return count => {
    if (pool.length < count) pool = randomBytes(POOL_BYTES);
    const taken = pool.subarray(0, count);
    pool = pool.subarray(count);
    return taken;
  };
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The same seed gives the same values in the same order. */
export const createRandom = (seed: string | undefined): Random => {
  if (seed === undefined) return { position: 0, bytes: createPool() };
  const random: Random = {
    position: 0,
    bytes: count => {
      random.position += 1;
      return digest(`${seed}:${random.position}`).subarray(0, count);
    },
  };
  return random;
};

/** A bit of a seed's own for each purpose, so that one does not disturb the other; undefined without a seed. */
export const seedFor = (seed: string | undefined, purpose: string): string | undefined =>
  seed === undefined ? undefined : `${seed}/${purpose}`;

/** A stream of numbers from 0 (included) to 1 (excluded). */
export const createNumbers = (seed: string | undefined): (() => number) => {
  const random = createRandom(seed);
  return () => random.bytes(6).readUIntBE(0, 6) / 2 ** 48;
};
