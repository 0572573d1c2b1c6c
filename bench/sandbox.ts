/** What a sandbox on disk can do once it is warm, beside the bare stack that it is built on, with and without group commit, in turns. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchToken, postGraphql } from './post.mjs';
import { median, type Row } from './result.ts';
import { type SandboxProcess, type ServerProcess, startBareStack, startSandboxProcess } from './sandbox-process.ts';

const ROUNDS = 5;
const WARM_UP = 8_000;
const ENTITIES = 10_000;
const ALIASES = 50;
const PAGE = 100;

type Ask = (body: { query: string; variables?: unknown }) => Promise<unknown>;

/** A server to be measured, and how it is asked for a page. */
interface Subject {
  readonly ask: Ask;
  readonly page: string;
}

const CREATE = 'mutation Create($input: CreateSupplierInput!) { createSupplier(input: $input) { supplier { id } } }';
const SANDBOX_PAGE = `{ suppliers(first: ${PAGE}, after: "arrayconnection:9000") { edges { node { id name } } } }`;
const BARE_PAGE = `{ suppliers(first: ${PAGE}, after: 9001) { id name } }`;

const aliased = (field: (index: number) => string): string =>
  Array.from({ length: ALIASES }, (_, index) => `m${index}: ${field(index)}`).join(' ');
const CREATE_MANY = `mutation Many(${Array.from({ length: ALIASES }, (_, index) => `$i${index}: CreateSupplierInput!`).join(' ')})
  { ${aliased(index => `createSupplier(input: $i${index}) { supplier { id } }`)} }`;

let created = 0;
const nextInput = () => ({ name: `Supplier ${created++}` });

const createOne = (ask: Ask) => ask({ query: CREATE, variables: { input: nextInput() } });
const createMany = (ask: Ask) => {
  const variables = Object.fromEntries(Array.from({ length: ALIASES }, (_, index) => [`i${index}`, nextInput()]));
  return ask({ query: CREATE_MANY, variables });
};

/** How often a second something is done, so many at a time. */
const ratePerSecond = async (times: number, inFlight: number, act: () => Promise<unknown>): Promise<number> => {
  let left = times;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await act();
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (times * 1_000) / (performance.now() - started);
};

/** What is measured, each with the number of objects that one request makes or reads. */
const LOADS = [
  {
    figure: 'mutations, 1 in flight',
    unit: '/s',
    run: ({ ask }: Subject) => ratePerSecond(1_000, 1, () => createOne(ask)),
  },
  {
    figure: 'mutations, 32 in flight',
    unit: '/s',
    least: 8_000,
    run: ({ ask }: Subject) => ratePerSecond(4_000, 32, () => createOne(ask)),
  },
  {
    figure: `mutations, ${ALIASES} to a request`,
    unit: '/s',
    run: async ({ ask }: Subject) => ALIASES * (await ratePerSecond(80, 8, () => createMany(ask))),
  },
  {
    figure: `pages of ${PAGE}, 9,000 rows in`,
    unit: '/s',
    run: ({ ask, page }: Subject) => ratePerSecond(400, 8, () => ask({ query: page })),
  },
] as const;

/** At least two thirds of what the bare stack does. */
const LEAST_SHARE = 2 / 3;

/** The sandbox and what it is measured against: the bare stack that commits each mutation, and the one with group commit. */
interface Subjects<S> {
  readonly sandbox: S;
  readonly bare: S;
  readonly grouped: S;
}

const ratesOf = async (load: (typeof LOADS)[number], subjects: Subjects<Subject>): Promise<Subjects<number>> => {
  const seen = { sandbox: [] as number[], bare: [] as number[], grouped: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    seen.sandbox.push(await load.run(subjects.sandbox));
    seen.bare.push(await load.run(subjects.bare));
    seen.grouped.push(await load.run(subjects.grouped));
  }
  return { sandbox: median(seen.sandbox), bare: median(seen.bare), grouped: median(seen.grouped) };
};

const measureLoads = async (subjects: Subjects<Subject>): Promise<Row[]> => {
  for (const { ask } of Object.values(subjects)) await ratePerSecond(WARM_UP, 32, () => createOne(ask));
  const rows: Row[] = [];
  for (const load of LOADS) {
    const { sandbox, bare, grouped } = await ratesOf(load, subjects);
    rows.push(
      row(load.figure, sandbox, load.unit, {
        note: `median of ${ROUNDS}, warm; bare stack ${bare.toFixed(0)}, with group commit ${grouped.toFixed(0)}`,
        ...('least' in load && { aim: { least: load.least } }),
      }),
      row(`${load.figure}, share of the bare stack`, sandbox / bare, 'x', { aim: { least: LEAST_SHARE } }),
      row(`${load.figure}, share of it with group commit`, sandbox / grouped, 'x'),
    );
  }
  return rows;
};

const row = (figure: string, value: number, unit: string, more: Partial<Row> = {}): Row => ({
  part: 'sandbox on disk',
  figure,
  value,
  unit,
  ...more,
});

/** How long a state of so many entities takes to come and go; each is asked for while nothing else is. */
const measureStates = async (server: SandboxProcess): Promise<Row[]> => {
  const ask = askOf(server.address.url, await fetchToken(server.address));
  await server.ask('reset');
  await ratePerSecond(ENTITIES, 32, () => createOne(ask));
  await server.ask('snapshot', 'bench');
  const seen = { snapshot: [] as number[], reset: [] as number[], restore: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    seen.snapshot.push(await server.ask('snapshot', 'bench'));
    seen.reset.push(await server.ask('reset'));
    seen.restore.push(await server.ask('restore', 'bench'));
  }
  const note = `${ENTITIES} entities, median of ${ROUNDS}`;
  return [
    row('snapshot', median(seen.snapshot), 'ms', { note }),
    row('reset', median(seen.reset), 'ms', { note, aim: { most: 100 } }),
    row('restore', median(seen.restore), 'ms', { note, aim: { most: 100 } }),
  ];
};

const askOf =
  (url: string, token?: string): Ask =>
  body =>
    postGraphql(url, token, body);

type BareProcess = ServerProcess<{ readonly url: string }>;

const measureAll = async (sandbox: SandboxProcess, bare: BareProcess, grouped: BareProcess): Promise<Row[]> => {
  const loads = await measureLoads({
    sandbox: { ask: askOf(sandbox.address.url, await fetchToken(sandbox.address)), page: SANDBOX_PAGE },
    bare: { ask: askOf(bare.address.url), page: BARE_PAGE },
    grouped: { ask: askOf(grouped.address.url), page: BARE_PAGE },
  });
  const states = await measureStates(sandbox);
  const note = `bare stack ${(await bare.peakMegabytes()).toFixed(0)}`;
  return [...loads, ...states, row('peak memory', await sandbox.peakMegabytes(), 'MB', { note })];
};

export const measureSandbox = async (): Promise<Row[]> => {
  const data = await mkdtemp(join(tmpdir(), 'seedbed-bench-'));
  const sandbox = await startSandboxProcess({ data: join(data, 'sandbox') });
  const bare = await startBareStack({ data, commits: 'each' });
  const grouped = await startBareStack({ data });
  try {
    return await measureAll(sandbox, bare, grouped);
  } finally {
    await sandbox.close();
    await bare.close();
    await grouped.close();
    await rm(data, { recursive: true });
  }
};
