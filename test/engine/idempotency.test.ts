import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BRACKET, bracketWith } from './bracket.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded();
});
afterAll(() => seeded.close());
beforeEach(() => seeded.sandbox.reset());

async function seedBracket(): Promise<void> {
  expect(troubles(await seeded.apply(BRACKET))).toEqual([]);
}

/** An answer without the order of its lists: what is made at the same time may be made in any order. */
function unordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(item => JSON.stringify(unordered(item))).sort();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, unordered(held)]));
}

describe('a second apply', () => {
  it('sends no mutation, and the plan keeps everything', async () => {
    await seedBracket();
    const planning = await seeded.plan(BRACKET);
    expect(pending(planning)).toEqual([]);
    expect(planning.plan.changes.length).toBe(planning.desired.entities.size);
    const before = seeded.sandbox.requests().mutations;
    await seeded.apply(BRACKET);
    expect(seeded.sandbox.requests().mutations).toBe(before);
  });

  it('knows again what takes more than one page, and more names than one filter has', async () => {
    const lots = Array.from({ length: 120 }, (_, index) => `  lot-${index}: { part: screw, lotNumber: L-${index} }\n`);
    const many = `parts:\n  screw: { partNumber: FAST-M3, trackingType: LOT }\ninventory:\n${lots.join('')}`;
    expect(troubles(await seeded.apply(many))).toEqual([]);
    expect(pending(await seeded.plan(many))).toEqual([]);
  });

  it('rebuilds the same state after a reset', async () => {
    const STATE = `{ parts(sort: [PART_NUMBER_ASC]) { edges { node { partNumber revision mboms { status mbomItems { quantity part { partNumber } } } } } }
      partInventories(sort: [SERIAL_NUMBER_ASC, LOT_NUMBER_ASC]) { edges { node { serialNumber lotNumber status quantity abomInstallations { quantity } } } }
      runs { edges { node { title status steps { title status fields { name value } } } } } }`;
    await seedBracket();
    const before = unordered(await seeded.ion(STATE));
    await seeded.sandbox.reset();
    await seedBracket();
    expect(unordered(await seeded.ion(STATE))).toEqual(before);
  });
});

describe('fixtures that declare nothing', () => {
  it('are planned and applied without a change', async () => {
    const { plan } = await seeded.plan('parts: {}');
    expect(plan.changes).toEqual([]);
    expect((await seeded.apply('parts: {}')).stats.writes).toBe(0);
  });
});

describe('a changed field', () => {
  it('is one update with the etag that the object has now', async () => {
    await seedBracket();
    const changed = bracketWith(['description: Bracket assembly', 'description: Left bracket assembly']);
    expect(pending(await seeded.plan(changed))).toEqual(['update part/bracket-assembly']);
    const result = await seeded.apply(changed);
    expect(troubles(result)).toEqual([]);
    expect(result.stats.writes).toBe(1);
    expect(pending(await seeded.plan(changed))).toEqual([]);
  });

  it('that no fixture declares is left as someone set it', async () => {
    await seedBracket();
    const { parts } = await seeded.ion<{ parts: { edges: { node: { id: number; _etag: string } }[] } }>(
      '{ parts(filters: { partNumber: { eq: "FAST-M3" } }) { edges { node { id _etag } } } }',
    );
    const node = parts.edges[0]?.node;
    await seeded.ion('mutation($input: UpdatePartInput!) { updatePart(input: $input) { part { id } } }', {
      input: { id: node?.id, etag: node?._etag, description: 'by hand' },
    });
    expect(pending(await seeded.plan(BRACKET))).toEqual([]);
  });

  it('that a create cannot set is set by an update behind it', async () => {
    const unavailable = bracketWith(
      ['quantity: 200 }', 'quantity: 200, unavailable: true }'],
      ['dueDate: 2026-12-01T08:00:00+01:00', 'jiraIssueKey: HW-1'],
    );
    const result = await seeded.apply(unavailable);
    expect(troubles(result)).toEqual([]);
    expect(pending(await seeded.plan(unavailable))).toEqual([]);
  });
});

describe('a released BOM', () => {
  const mboms = () =>
    seeded.ion<{
      mboms: {
        edges: {
          node: { version: number; status: string; mbomItems: { quantity: number; part: { partNumber: string } }[] };
        }[];
      };
    }>('{ mboms { edges { node { version status mbomItems { quantity part { partNumber } } } } } }');

  it('whose quantity changes is revised once: a new version, edited, released', async () => {
    await seedBracket();
    const changed = bracketWith(['part: screw, quantity: 4', 'part: screw, quantity: 6']);
    expect(pending(await seeded.plan(changed))).toEqual([
      'revise bom/bracket-assembly',
      'transition bom/bracket-assembly DRAFT → IN_REVIEW',
      'transition bom/bracket-assembly IN_REVIEW → RELEASED',
      'update bom-item/bracket-assembly.screw',
    ]);
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    const found = (await mboms()).mboms.edges.map(({ node }) => [node.version, node.status, node.mbomItems.length]);
    expect(found).toEqual([
      [1, 'ARCHIVED', 2],
      [2, 'RELEASED', 2],
    ]);
    expect(pending(await seeded.plan(changed))).toEqual([]);
  });

  it('that gains and loses items is revised once', async () => {
    await seedBracket();
    const changed = bracketWith(
      ['      - { part: screw, quantity: 4, substitutes: [screw-alt] }', '      - { part: screw-alt, quantity: 4 }'],
      ['  asm-12-screws: { into: asm-12, inventory: screw-lot, quantity: 4 }\n', ''],
    );
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    const latest = (await mboms()).mboms.edges.at(-1)?.node;
    expect(latest?.version).toBe(2);
    expect(latest?.mbomItems.map(({ part }) => part.partNumber).sort()).toEqual(['BRKT-001', 'FAST-M3-ZN']);
    expect(pending(await seeded.plan(changed))).toEqual([]);
  });

  it('takes a substitute in place, without a new version', async () => {
    await seedBracket();
    const changed = bracketWith(['substitutes: [screw-alt]', 'substitutes: []']);
    expect(pending(await seeded.plan(changed))).toEqual(['delete bom-substitute/bracket-assembly.screw.screw-alt']);
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    expect((await mboms()).mboms.edges).toHaveLength(1);
    expect(pending(await seeded.plan(changed))).toEqual([]);
  });
});

describe('a released procedure', () => {
  it('whose step changes is revised, and runs of the former version stay as they are', async () => {
    await seedBracket();
    const changed = bracketWith(['Torque **crosswise**, two passes.', 'Torque **crosswise**, three passes.']);
    expect(pending(await seeded.plan(changed))).toContain('revise procedure/assemble-bracket');
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    expect(pending(await seeded.plan(changed))).toEqual([]);
    const { procedures } = await seeded.ion<{ procedures: { edges: { node: { version: number; status: string } }[] } }>(
      '{ procedures { edges { node { version status } } } }',
    );
    expect(procedures.edges.map(({ node }) => [node.version, node.status])).toEqual([
      [1, 'ARCHIVED'],
      [2, 'RELEASED'],
    ]);
  });
});

describe('a run', () => {
  it('moves forward along its steps', async () => {
    await seedBracket();
    const further = bracketWith([
      'torque: { status: IN_PROGRESS, values: { Torque: 1.2 } }',
      'torque: { status: COMPLETE, values: { Torque: 1.25, Witness mark: true } }\n      close: { status: IN_PROGRESS }\n      photo: { status: COMPLETE }',
    ]);
    expect(pending(await seeded.plan(further))).toEqual([
      'transition run-step/build-asm-12.torque IN_PROGRESS → COMPLETE',
      'transition run-step/build-asm-12.close TODO → IN_PROGRESS',
      'transition run-step/build-asm-12.photo TODO → IN_PROGRESS',
      'transition run-step/build-asm-12.photo IN_PROGRESS → COMPLETE',
      'update run-step-field/build-asm-12.torque.Torque',
      'update run-step-field/build-asm-12.torque.Witness mark',
    ]);
    expect(troubles(await seeded.apply(further))).toEqual([]);
    expect(pending(await seeded.plan(further))).toEqual([]);
  });

  it('declared further back is blocked, and says why and what would help', async () => {
    await seedBracket();
    const back = bracketWith(
      ['prepare: { status: COMPLETE }', 'prepare: { status: TODO }'],
      ['      torque: { status: IN_PROGRESS, values: { Torque: 1.2 } }\n', ''],
    );
    const { plan } = await seeded.plan(back);
    const blocked = plan.changes.find(({ action }) => action === 'blocked');
    expect(blocked).toMatchObject({
      address: 'run-step/build-asm-12.prepare',
      reason: 'it is COMPLETE, and ION offers no way from there to TODO',
      help: 'declare COMPLETE, or reset the sandbox',
    });
  });

  it('declared back where a step would have to fail first is blocked, and goes back where it has failed', async () => {
    await seedBracket();
    const torqued = (steps: string) => bracketWith(['torque: { status: IN_PROGRESS, values: { Torque: 1.2 } }', steps]);
    const back = torqued('torque: { status: TODO }');
    const { plan } = await seeded.plan(back);
    expect(plan.changes.filter(({ action }) => action !== 'keep')).toMatchObject([
      {
        action: 'blocked',
        address: 'run-step/build-asm-12.torque',
        reason: 'it is IN_PROGRESS, and ION lets it go back to TODO only when it is FAILED',
        help: 'declare IN_PROGRESS, or FAILED first',
      },
    ]);
    expect(troubles(await seeded.apply(torqued('torque: { status: FAILED }')))).toEqual([]);
    expect(pending(await seeded.plan(back))).toEqual(['transition run-step/build-asm-12.torque FAILED → TODO']);
  });

  it('declared with another value in a step that is complete is blocked', async () => {
    const complete = bracketWith(['torque: { status: IN_PROGRESS', 'torque: { status: COMPLETE']);
    expect(troubles(await seeded.apply(complete))).toEqual([]);
    const changed = complete.replace('Torque: 1.2 }', 'Torque: 1.3 }');
    expect(pending(await seeded.plan(changed))).toEqual(['blocked run-step-field/build-asm-12.torque.Torque']);
  });
});

describe('what depends on something blocked', () => {
  it('is blocked too, at any distance, and names what started it', async () => {
    await seedBracket();
    const { mboms } = await seeded.ion<{ mboms: { edges: { node: { id: number; part: { id: number } } }[] } }>(
      '{ mboms { edges { node { id part { id } } } } }',
    );
    const partId = mboms.edges[0]?.node.part.id;
    const made = await seeded.ion<{ createMbom: { mbom: { id: number; _etag: string } } }>(
      'mutation ($partId: ID!) { createMbom(input: { partId: $partId }) { mbom { id _etag } } }',
      { partId },
    );
    const { id, _etag: etag } = made.createMbom.mbom;
    await seeded.ion('mutation ($input: UpdateMBomInput!) { updateMbom(input: $input) { mbom { id } } }', {
      input: { id, etag, status: 'IN_REVIEW' },
    });
    const further = bracketWith(
      ['part: screw, quantity: 4', 'part: screw, quantity: 6'],
      [
        'inventory:\n',
        'inventory:\n  asm-13: { part: bracket-assembly, serialNumber: ASM-00013 }\n  screws-2: { part: screw, lotNumber: LOT-2, quantity: 9 }\n',
      ],
      ['installations:\n', 'installations:\n  asm-13-screws: { into: asm-13, inventory: screws-2, quantity: 4 }\n'],
    );
    const { plan } = await seeded.plan(further);
    const blocked = plan.changes.filter(change => change.action === 'blocked');
    expect(blocked.map(({ address, reason }) => [address, reason])).toEqual(
      expect.arrayContaining([
        ['bom/bracket-assembly', expect.stringContaining('it is IN_REVIEW')],
        ['inventory/asm-13', 'it depends on bom/bracket-assembly, which is blocked'],
        ['installation/asm-13-screws', 'it depends on bom/bracket-assembly, which is blocked'],
      ]),
    );
  });
});

describe('an object made by hand', () => {
  it('with the same identity is adopted, not duplicated', async () => {
    await seeded.ion(
      'mutation { createPart(input: { partNumber: "BRKT-001", description: "by hand" }) { part { id } } }',
    );
    expect(pending(await seeded.plan(BRACKET))).toContain('update part/bracket');
    expect(troubles(await seeded.apply(BRACKET))).toEqual([]);
    const { parts } = await seeded.ion<{ parts: { edges: { node: { description: string; trackingType: string } }[] } }>(
      '{ parts(filters: { partNumber: { eq: "BRKT-001" } }) { edges { node { description trackingType } } } }',
    );
    expect(parts.edges.map(({ node }) => node)).toEqual([{ description: 'by hand', trackingType: 'SERIAL' }]);
  });

  it('twice with the same identity stops everything, with both shown', async () => {
    const make = 'mutation { createSupplier(input: { name: "Bolts & Co" }) { supplier { id } } }';
    await seeded.ion(make);
    await seeded.ion(make);
    const diagnostics = await seeded.refusals(BRACKET);
    expect(diagnostics).toMatchObject([
      { code: 'ambiguous-identity', message: expect.stringMatching(/Supplier 1 and 2/) },
    ]);
  });
});

describe('a lookup', () => {
  const LOOKUP = `
parts:
  nut: { partNumber: NUT-1, trackingType: LOT }
inventory:
  nuts: { part: nut, lotNumber: L-1, quantity: 5, location: { lookup: { name: Cell 9 } } }
`;
  it('that finds nothing is an error that points at its line', async () => {
    const [diagnostic] = await seeded.refusals(LOOKUP);
    expect(diagnostic).toMatchObject({
      code: 'lookup-not-found',
      message: 'the target has no location with name "Cell 9"',
    });
    expect(LOOKUP.slice(diagnostic?.span?.start, diagnostic?.span?.end)).toContain('lookup');
  });

  it('that finds two says what both are like', async () => {
    const make = (name: string, parentId: number | null) =>
      seeded.ion(
        'mutation ($name: String!, $parentId: Int) { createLocation(input: { name: $name, parentId: $parentId }) { location { id } } }',
        { name, parentId },
      );
    await make('Hall', null);
    await make('Yard', null);
    await make('Cell 9', 1);
    await make('Cell 9', 2);
    expect(await seeded.refusals(LOOKUP)).toMatchObject([
      {
        code: 'ambiguous-identity',
        message: 'the target has 2 objects with name "Cell 9": Location 3 and 4',
      },
    ]);
  });

  it('that finds one object refers to it', async () => {
    await seeded.ion('mutation { createLocation(input: { name: "Cell 9" }) { location { id } } }');
    expect(troubles(await seeded.apply(LOOKUP))).toEqual([]);
    expect(pending(await seeded.plan(LOOKUP))).toEqual([]);
  });
});

describe('destroy', () => {
  it('removes what the target lets go of, and leaves the rest archived or named', async () => {
    await seedBracket();
    const result = await seeded.destroy(BRACKET);
    const retired = result.outcomes.filter(({ change }) => change.action === 'delete' && change.retires !== undefined);
    expect(retired.map(({ change, status }) => `${status} ${change.address}`).sort()).toEqual([
      'done procedure/assemble-bracket',
      'done run/build-asm-12',
    ]);
    expect(result.outcomes.filter(({ status }) => status === 'done').map(({ change }) => change.address)).toEqual(
      expect.arrayContaining(['installation/asm-12-bracket', 'inventory/bracket-1', 'label/demo']),
    );
  });

  it('followed by an apply gives what is declared again', async () => {
    await seedBracket();
    await seeded.destroy(BRACKET);
    expect(troubles(await seeded.apply(BRACKET))).toEqual([]);
    expect(pending(await seeded.plan(BRACKET))).toEqual([]);
  });
});
