/** How many mutations a second a sandbox on disk acknowledges, one after the other and 32 at a time. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchToken, postGraphql } from './post.mjs';
import { median, type Row } from './result.ts';
import { type Address, startSandboxProcess } from './sandbox-process.ts';

const ROUNDS = 5;
const WRITES = 1_000;
const IN_FLIGHT = [1, 32];

const CREATE = 'mutation Create($input: CreateSupplierInput!) { createSupplier(input: $input) { supplier { id } } }';

let created = 0;

const createOne = (address: Address, token: string): Promise<unknown> => {
  const name = `Supplier ${created++}`;
  return postGraphql(address.url, token, { query: CREATE, variables: { input: { name } } });
};

const writesPerSecond = async (address: Address, token: string, inFlight: number): Promise<number> => {
  let left = WRITES;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await createOne(address, token);
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (WRITES * 1_000) / (performance.now() - started);
};

const measure = async (address: Address): Promise<Map<number, number[]>> => {
  const token = await fetchToken(address);
  const rates = new Map(IN_FLIGHT.map(inFlight => [inFlight, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [inFlight, seen] of rates) seen.push(await writesPerSecond(address, token, inFlight));
  }
  return rates;
};

export const measureDurableWrites = async (): Promise<Row[]> => {
  const data = await mkdtemp(join(tmpdir(), 'seedbed-bench-'));
  const sandbox = await startSandboxProcess({ data });
  try {
    const rates = await measure(sandbox.address);
    const note = `median of ${ROUNDS} x ${WRITES} createSupplier, interleaved`;
    return [...rates].map(([inFlight, seen]) => ({
      part: 'sandbox on disk',
      figure: `mutations, ${inFlight} in flight`,
      value: median(seen),
      unit: '/s',
      note,
    }));
  } finally {
    await sandbox.close();
    await rm(data, { recursive: true });
  }
};
