/**
 * Keeps a sandbox busy for a long time, with faults, and kills it now and then: is every acknowledged write there
 * afterwards, does its memory stay flat, does it leave handles behind?
 * Usage: npm run soak -- [--minutes 30] [--workers 16]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fetchToken, postGraphql } from './post.mjs';
import { median, type Row, reachesAim, renderTable } from './result.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';

const LIVES = 3;
const SAMPLES = 30;
/** Suppliers that a worker keeps before it deletes its oldest. */
const KEPT = 50;

/** Between two operations of a worker, in milliseconds: the aim is a long time, not the most that goes. */
const PAUSE = 15;

const FAULTS = [
  { name: 'latency', effect: { type: 'latency', medianMs: 4, sigma: 0.8 } },
  { name: 'error', probability: 0.01, effect: { type: 'answer', status: 500 } },
  { name: 'lost', probability: 0.01, effect: { type: 'answer', status: 502, when: 'after' } },
  { name: 'limit', probability: 0.01, effect: { type: 'answer', status: 429, retryAfterSeconds: 1 } },
  { name: 'reset', probability: 0.005, effect: { type: 'reset', when: 'before' } },
  { name: 'reset-late', probability: 0.005, effect: { type: 'reset', when: 'after' } },
  { name: 'cut', probability: 0.005, effect: { type: 'truncate' } },
  { name: 'slow', probability: 0.002, effect: { type: 'slow-body', bytesPerSecond: 500 } },
  { name: 'expired', probability: 0.005, effect: { type: 'expired-token' } },
  { name: 'stale', probability: 0.01, effect: { type: 'stale-etag' } },
];

/** What a worker knows of a supplier: what was last acknowledged, unless an answer was lost since. */
interface Known {
  readonly name: string;
  id?: string;
  etag?: string;
  description: string | null;
  state: 'there' | 'gone' | 'uncertain';
}

interface Life {
  readonly server: SandboxProcess;
  readonly token: string;
  readonly stop: AbortController;
}

const counts = { acknowledged: 0, refused: 0, checked: 0, missing: 0 };
const known: Known[] = [];
let serial = 0;

interface Answer {
  readonly data: Record<string, Record<string, { id: string; _etag: string }>>;
}

const ask = async ({ server, token }: Life, query: string, variables: object = {}): Promise<Answer> =>
  (await postGraphql(server.address.url, token, { query, variables })) as Answer;

const CREATE = 'mutation C($i: CreateSupplierInput!) { createSupplier(input: $i) { supplier { id _etag } } }';
const UPDATE = 'mutation U($i: UpdateSupplierInput!) { updateSupplier(input: $i) { supplier { id _etag } } }';
const DELETE = 'mutation D($id: ID!, $etag: String!) { deleteSupplier(id: $id, etag: $etag) { id } }';
const PART = 'mutation P($i: CreatePartInput!) { createPart(input: $i) { part { id _etag } } }';
const UNIT = 'mutation S($i: CreatePartInventoryInput!) { createPartInventory(input: $i) { partInventory { id } } }';
const PAGE = `query Q($in: [String]) { suppliers(first: 20, sort: [NAME_ASC], filters: { name: { in: $in } })
  { edges { node { id name _etag } } } partInventories(first: 20) { edges { node { id part { id partNumber } buildRequirements { id } } } } }`;

/** Does it, and counts; what was not acknowledged may have happened or not. */
const attempt = async (supplier: Known | undefined, act: () => Promise<void>): Promise<void> => {
  try {
    await act();
    counts.acknowledged += 1;
  } catch {
    counts.refused += 1;
    if (supplier) supplier.state = 'uncertain';
  }
};

const create = async (life: Life, own: Known[]): Promise<void> => {
  const supplier: Known = { name: `S${serial++}`, description: null, state: 'uncertain' };
  own.push(supplier);
  known.push(supplier);
  await attempt(supplier, async () => {
    const { data } = await ask(life, CREATE, { i: { name: supplier.name } });
    const made = data['createSupplier']?.['supplier'];
    Object.assign(supplier, { id: made?.id, etag: made?._etag, state: 'there' });
  });
};

const update = async (life: Life, supplier: Known): Promise<void> => {
  const description = `changed ${serial++}`;
  await attempt(supplier, async () => {
    const { data } = await ask(life, UPDATE, { i: { id: supplier.id, etag: supplier.etag, description } });
    Object.assign(supplier, { etag: data['updateSupplier']?.['supplier']?._etag, description });
  });
};

const remove = async (life: Life, supplier: Known): Promise<void> => {
  await attempt(supplier, async () => {
    await ask(life, DELETE, { id: supplier.id, etag: supplier.etag });
    supplier.state = 'gone';
  });
};

const build = (life: Life): Promise<void> =>
  attempt(undefined, async () => {
    const { data } = await ask(life, PART, { i: { partNumber: `P${serial++}`, trackingType: 'SERIAL' } });
    await ask(life, UNIT, {
      i: { partId: data['createPart']?.['part']?.id, serialNumber: `SN${serial++}`, quantity: 1 },
    });
  });

/** Lists of any length: a statement of its own for each must not be kept for ever. */
const read = (life: Life, own: readonly Known[]): Promise<void> =>
  attempt(undefined, async () => {
    await ask(life, PAGE, { in: own.slice(0, serial % KEPT).map(({ name }) => name) });
  });

/** Texts that come once only must not be kept for ever either. */
const mistake = (life: Life): Promise<void> =>
  attempt(undefined, async () => {
    await ask(life, `{ noSuchField${serial++} }`);
  });

const work = async (life: Life, seed: number): Promise<void> => {
  const own: Known[] = [];
  for (let turn = seed; !life.stop.signal.aborted; turn += 1) {
    const certain = own.filter(({ state }) => state === 'there');
    const [oldest] = certain;
    const newest = certain.at(-1);
    if (oldest && certain.length > KEPT) await remove(life, oldest);
    else if (turn % 4 === 1 && newest) await update(life, newest);
    else if (turn % 8 === 2) await read(life, own);
    else if (turn % 64 === 3) await build(life);
    else if (turn % 64 === 7) await mistake(life);
    else await create(life, own);
    if (own.length > 4 * KEPT) own.splice(0, KEPT);
    await sleep(PAUSE);
  }
};

/** Everything once, without faults: what is refused here would be refused all the time. */
const rehearse = async (data: string): Promise<void> => {
  const life = await openLife(data, []);
  const own: Known[] = [];
  await create(life, own);
  for (const supplier of own) await update(life, supplier);
  await read(life, own);
  await build(life);
  for (const supplier of own) await remove(life, supplier);
  await life.server.close();
  if (counts.refused > 0) throw new Error('the sandbox refuses an operation of the soak even without faults');
};

/** Compares what was acknowledged with what is there, in pages by id, without faults. */
const check = async (life: Life): Promise<void> => {
  await life.server.ask('unfault');
  const certain = known.filter(({ state, id }) => state !== 'uncertain' && id !== undefined);
  for (let from = 0; from < certain.length; from += 500) {
    const slice = certain.slice(from, from + 500);
    const query =
      'query K($in: [ID]) { suppliers(first: 500, filters: { id: { in: $in } }) { edges { node { id name description } } } }';
    const { data } = await ask(life, query, { in: slice.map(({ id }) => id) });
    const { edges } = data['suppliers'] as unknown as {
      edges: { node: { id: string; name: string; description: string | null } }[];
    };
    const found = new Map(edges.map(({ node }) => [String(node.id), node]));
    for (const { id, name, description, state } of slice) {
      const row = found.get(String(id));
      const isRight = state === 'gone' ? row === undefined : row?.name === name && row.description === description;
      counts.checked += 1;
      if (!isRight) counts.missing += 1;
    }
  }
  known.length = 0;
};

interface Sample {
  readonly heap: number;
  readonly resident: number;
}

interface LifeRecord {
  readonly samples: readonly Sample[];
  readonly handlesBefore: number;
  readonly handlesAfter: number;
}

const openLife = async (data: string, faults: readonly object[]): Promise<Life> => {
  const server = await startSandboxProcess({ data, faults });
  return { server, token: await freshToken(server), stop: new AbortController() };
};

const freshToken = (server: SandboxProcess): Promise<string> => fetchToken(server.address);

const live = async (data: string, milliseconds: number, workers: number): Promise<LifeRecord> => {
  const life = await openLife(data, FAULTS);
  const handlesBefore = await life.server.ask('handles');
  const renewing = setInterval(async () => Object.assign(life, { token: await freshToken(life.server) }), 60_000);
  const working = Array.from({ length: workers }, (_, index) => work(life, index * 7));
  const samples: Sample[] = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    await sleep(milliseconds / SAMPLES);
    const [heap, resident] = [await life.server.ask('heap'), await life.server.ask('resident')];
    samples.push({ heap, resident });
    console.error(
      `heap ${heap.toFixed(1)} MB, resident ${resident.toFixed(1)} MB, ${counts.acknowledged} acknowledged`,
    );
  }
  // In the midst of it: whatever was acknowledged must be there afterwards.
  clearInterval(renewing);
  const handlesAfter = await life.server.ask('handles');
  const killed = life.server.kill();
  life.stop.abort();
  await Promise.all([killed, ...working]);
  const after = await openLife(data, []);
  await check(after);
  await after.server.close();
  return { samples, handlesBefore, handlesAfter };
};

/** How much more there is in the last third of a life than in the middle one, by their medians: the first warms up. */
const growth = (values: readonly number[]): number => {
  const third = Math.floor(values.length / 3);
  return median(values.slice(-third)) / median(values.slice(third, 2 * third));
};

const rowsOf = (lives: readonly LifeRecord[], minutes: number, workers: number): Row[] => {
  const part = 'soak';
  const note = `the worst of ${lives.length} lives of ${(minutes / lives.length).toFixed(1)} minutes`;
  const worst = (figureOf: (life: LifeRecord) => number) => Math.max(...lives.map(figureOf));
  return [
    { part, figure: 'acknowledged operations', value: counts.acknowledged, unit: '', aim: { least: 1 } },
    { part, figure: 'refused, lost or cut off', value: counts.refused, unit: '', aim: { least: 1 } },
    { part, figure: 'writes checked after kill -9', value: counts.checked, unit: '', aim: { least: 1 } },
    { part, figure: 'of them missing or wrong', value: counts.missing, unit: '', aim: { most: 0 } },
    {
      part,
      figure: 'growth of the heap',
      value: worst(({ samples }) => growth(samples.map(({ heap }) => heap))),
      unit: 'x',
      aim: { most: 1.15 },
      note,
    },
    {
      part,
      figure: 'growth of resident memory',
      value: worst(({ samples }) => growth(samples.map(({ resident }) => resident))),
      unit: 'x',
      aim: { most: 1.15 },
      note,
    },
    {
      part,
      figure: 'most resident memory',
      value: worst(({ samples }) => Math.max(...samples.map(({ resident }) => resident))),
      unit: 'MB',
    },
    {
      part,
      figure: 'handles more than at the start',
      value: worst(({ handlesBefore, handlesAfter }) => handlesAfter - handlesBefore),
      unit: '',
      // A connection and a request under way for each worker, with its timers.
      aim: { most: 4 * workers },
      note,
    },
  ];
};

const { values } = parseArgs({ options: { minutes: { type: 'string' }, workers: { type: 'string' } } });
const minutes = Number(values.minutes ?? 30);
const workers = Number(values.workers ?? 16);
const data = await mkdtemp(join(tmpdir(), 'seedbed-soak-'));
const lives: LifeRecord[] = [];
await rehearse(data);
for (let count = 0; count < LIVES; count += 1) {
  lives.push(await live(data, (minutes * 60_000) / LIVES, workers));
  console.error(`life ${count + 1} of ${LIVES}: ${JSON.stringify(counts)}`);
}
await rm(data, { recursive: true });
const rows = rowsOf(lives, minutes, workers);
console.log(renderTable(rows));
process.exit(rows.every(row => reachesAim(row) !== false) ? 0 : 1);
