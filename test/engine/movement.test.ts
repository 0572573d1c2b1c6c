/** ION splits and moves inventory by itself: what it made of a record is known again, and is no deviation. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded();
});
afterAll(() => seeded.close());

interface Found {
  readonly partInventories: { readonly edges: readonly { readonly node: Record<string, unknown> }[] };
}

/** The records of a part, as `quantity place status`. */
async function recordsOf(partNumber: string): Promise<readonly string[]> {
  const document = `query ($partNumber: String) { partInventories(filters: { part: { partNumber: { eq: $partNumber } } }) {
    edges { node { quantity status location { name } } }
  } }`;
  const { partInventories } = await seeded.ion<Found>(document, { partNumber });
  return partInventories.edges.map(({ node }) => {
    const { name = 'nowhere' } = (node['location'] ?? {}) as { name?: string };
    return `${node['quantity']} ${name} ${node['status']}`;
  });
}

/** Applies, and finds nothing to do the second time. */
async function settle(yaml: string): Promise<void> {
  expect(troubles(await seeded.apply(yaml))).toEqual([]);
  expect(pending(await seeded.plan(yaml))).toEqual([]);
}

/** A frame that is built at a bench from bolts that lie on a shelf. `N` keeps one test's objects from another's. */
function framed(n: string, { bolts = 8, rest = '' } = {}): string {
  return `
locations:
  shelf: { name: Shelf ${n} }
  bench: { name: Bench ${n} }
parts:
  frame: { partNumber: FRAME-${n}, trackingType: SERIAL }
  bolt: { partNumber: BOLT-${n} }
boms:
  frame: { part: frame, status: RELEASED, items: [{ part: bolt, quantity: 8 }] }
inventory:
  one: { part: frame, serialNumber: '1', location: bench }
  bolts: { part: bolt, quantity: ${bolts}, location: shelf }
${rest}`;
}

const INSTALLED = 'installations: { bolts: { into: one, inventory: bolts, quantity: 8 } }\n';

describe('a record of which', () => {
  it('a part is installed stays where it is, and the part is known as installed', async () => {
    await settle(framed('a', { bolts: 20, rest: INSTALLED }));
    expect(await recordsOf('BOLT-a')).toEqual(['12 Shelf a AVAILABLE', '8 Bench a INSTALLED']);
  });

  it('all is installed is known again at its assembly, and is not made anew', async () => {
    await settle(framed('b'));
    await settle(framed('b', { rest: INSTALLED }));
    expect(await recordsOf('BOLT-b')).toEqual(['8 Bench b INSTALLED']);
  });

  it('all is to be installed is not what lies somewhere else', async () => {
    await settle(framed('c').replace('quantity: 8, location: shelf', 'quantity: 100, location: bench'));
    await settle(framed('c', { rest: INSTALLED }));
    expect(await recordsOf('BOLT-c')).toEqual(['100 Bench c AVAILABLE', '8 Bench c INSTALLED']);
  });

  it('a part is installed can have more of it installed', async () => {
    const less = INSTALLED.replace('quantity: 8', 'quantity: 3');
    await settle(framed('d', { bolts: 20, rest: less }));
    await settle(framed('d', { bolts: 20, rest: INSTALLED }));
    expect((await recordsOf('BOLT-d')).filter(one => one.endsWith('INSTALLED'))).toEqual(['8 Bench d INSTALLED']);
  });
});

describe('a unit', () => {
  it('moves with the run that works on it, and what is installed in it with it', async () => {
    const run = (status: string) => `${INSTALLED}
procedures:
  build: { title: Build e, status: RELEASED, steps: { wash: { title: Wash, location: shelf } } }
runs:
  first: { title: First e, procedure: build, inventory: one, steps: { wash: { status: ${status} } } }
`;
    await settle(framed('e', { rest: run('TODO') }));
    expect(await recordsOf('FRAME-e')).toEqual(['1 Bench e WIP']);
    await settle(framed('e', { rest: run('COMPLETE') }));
    expect(await recordsOf('FRAME-e')).toEqual(['1 Shelf e AVAILABLE']);
    expect(await recordsOf('BOLT-e')).toEqual(['8 Shelf e INSTALLED']);
  });

  it('that is moved by its declaration takes along what is installed in it', async () => {
    await settle(framed('f', { rest: INSTALLED }));
    await settle(
      framed('f', { rest: INSTALLED }).replace(
        "serialNumber: '1', location: bench",
        "serialNumber: '1', location: shelf",
      ),
    );
    expect(await recordsOf('BOLT-f')).toEqual(['8 Shelf f INSTALLED']);
  });
});

describe('a kit', () => {
  const kit = (n: string, status: string, issued: number, bolts = 8) =>
    framed(n, {
      bolts,
      rest: `
procedures: { build: { title: Build ${n}, status: RELEASED } }
runs: { first: { title: First ${n}, procedure: build, inventory: one } }
kits:
  first:
    run: first
    status: ${status}
    location: shelf
    deliveryLocation: bench
    items: [{ part: bolt, quantity: 8, issued: [{ inventory: bolts, quantity: ${issued} }] }]
`,
    });

  it.each(['DELIVERED', 'COMPLETED'])(
    'that is %s is where it was to be delivered, with all that is on it',
    async status => {
      const n = status.toLowerCase();
      await settle(kit(n, 'IN_PROGRESS', 8));
      await settle(kit(n, status, 8));
      expect(await recordsOf(`BOLT-${n}`)).toEqual([`8 Bench ${n} ${status === 'DELIVERED' ? 'KITTED' : 'AVAILABLE'}`]);
    },
  );

  it('stays REQUESTED, whatever is issued to it', async () => {
    await settle(kit('g', 'REQUESTED', 3, 20));
    await settle(kit('g', 'REQUESTED', 5, 20));
    expect(await recordsOf('BOLT-g')).toContain('5 Shelf g KITTED');
  });
});
