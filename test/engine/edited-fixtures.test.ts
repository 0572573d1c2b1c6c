import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { compileSources } from '../../src/pipeline.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded();
});
afterAll(() => seeded.close());

type Entry = Record<string, unknown>;
type Fixtures = Record<string, Record<string, Entry>>;

const ROBOTS: Fixtures = {
  locations: { bench: { name: 'Bench' }, shelf: { name: 'Shelf' } },
  parts: {
    robot: { partNumber: 'ROBOT', trackingType: 'SERIAL' },
    arm: { partNumber: 'ARM', trackingType: 'SERIAL' },
    motor: { partNumber: 'MOTOR', trackingType: 'SERIAL' },
    screw: { partNumber: 'SCREW', trackingType: 'LOT' },
    rope: { partNumber: 'ROPE' },
  },
  boms: {
    robot: { part: 'robot', status: 'RELEASED', items: [{ part: 'arm', quantity: 2 }] },
    arm: {
      part: 'arm',
      status: 'RELEASED',
      items: [
        { part: 'motor', quantity: 1 },
        { part: 'screw', quantity: 4 },
      ],
    },
  },
  procedures: {
    build: {
      title: 'Build an arm',
      status: 'RELEASED',
      steps: {
        prepare: { title: 'Prepare' },
        join: { title: 'Join', after: ['prepare'], fields: { Torque: { type: 'NUMBER' } } },
      },
    },
  },
  inventory: {
    'robot-1': { part: 'robot', serialNumber: 'R1' },
    'robot-2': { part: 'robot', serialNumber: 'R2' },
    'arm-1': { part: 'arm', serialNumber: 'A1' },
    'arm-2': { part: 'arm', serialNumber: 'A2' },
    'motor-1': { part: 'motor', serialNumber: 'M1' },
    'motor-2': { part: 'motor', serialNumber: 'M2' },
    screws: { part: 'screw', lotNumber: 'L1', quantity: 30 },
  },
  runs: {},
  installations: {},
};

const put = (section: string, key: string, entry: Entry | undefined) => (fixtures: Fixtures) => {
  const { [key]: before, ...others } = fixtures[section] ?? {};
  return { ...fixtures, [section]: entry === undefined ? others : { ...others, [key]: { ...before, ...entry } } };
};

const one = <T>(...of: readonly T[]) => fc.constantFrom(...of);
const number = fc.integer({ min: 1, max: 4 });

/** What a person may do to the fixtures between two applies; that some of it is refused as invalid is part of it. */
const edit = fc.oneof(
  fc.tuple(one('arm', 'motor'), one('old', 'new')).map(([part, description]) => put('parts', part, { description })),
  fc.tuple(number, fc.boolean()).map(([quantity, isTied]) =>
    put('boms', 'arm', {
      items: [
        { part: 'motor', quantity: 1 },
        { part: 'screw', quantity },
        ...(isTied ? [{ part: 'rope', quantity: 1 }] : []),
      ],
    }),
  ),
  fc.integer({ min: 10, max: 40 }).map(quantity => put('inventory', 'screws', { quantity })),
  fc
    .tuple(one('arm-1', 'motor-2', 'screws'), one('bench', 'shelf'))
    .map(([unit, location]) => put('inventory', unit, { location })),
  fc
    .tuple(one('a', 'b'), one('robot-1', 'robot-2'), one('arm-1', 'arm-2'))
    .map(([key, into, inventory]) => put('installations', key, { into, inventory, quantity: 1 })),
  fc
    .tuple(one('c', 'd'), one('arm-1', 'arm-2'), one('motor-1', 'motor-2'))
    .map(([key, into, inventory]) => put('installations', key, { into, inventory, quantity: 1 })),
  fc
    .tuple(one('e', 'f'), one('arm-1', 'arm-2'), number)
    .map(([key, into, quantity]) => put('installations', key, { into, inventory: 'screws', quantity })),
  one('a', 'b', 'c', 'd', 'e', 'f').map(key => put('installations', key, undefined)),
  fc.tuple(one('Join', 'Join them'), one('NUMBER', 'STRING')).map(([title, type]) =>
    put('procedures', 'build', {
      steps: {
        prepare: { title: 'Prepare' },
        join: { title, after: ['prepare'], fields: { Torque: { type: 'NUMBER' }, Note: { type } } },
      },
    }),
  ),
  fc
    .tuple(one('arm-1', 'arm-2'), one('TODO', 'IN_PROGRESS', 'COMPLETE', 'FAILED', 'HOLD'))
    .map(([inventory, status]) =>
      put('runs', inventory, { procedure: 'build', inventory, title: inventory, steps: { prepare: { status } } }),
    ),
  one('arm-1', 'arm-2').map(run => put('runs', run, undefined)),
);

it('fixtures that are edited and applied again and again leave nothing undone but what is blocked', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 4, maxLength: 10 }), async edits => {
      await seeded.sandbox.reset();
      let fixtures = ROBOTS;
      for (const change of edits) {
        const text = stringify(change(fixtures));
        const { diagnostics } = await compileSources([{ path: 'robots.yaml', text }]);
        if (diagnostics.length > 0) continue;
        fixtures = change(fixtures);
        expect(troubles(await seeded.apply(text)).filter(each => each.startsWith('failed'))).toEqual([]);
        expect(pending(await seeded.plan(text)).filter(each => !each.startsWith('blocked'))).toEqual([]);
      }
    }),
    { numRuns: 6 },
  );
});
