import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, ionForFile } from '../ion.ts';

const ion = ionForFile();
beforeAll(async () => {
  const each = await ion.create('UnitOfMeasurement', { type: 'each' });
  const parts = [
    { partNumber: 'BRKT-001', description: 'Bracket', leadTime: 5, unitOfMeasureId: each.id, trackingType: 'SERIAL' },
    { partNumber: 'BRKT-002', description: 'bracket, left', leadTime: 10, cost: 1.5, exportControlled: true },
    { partNumber: 'FAST_M3', description: 'Screw 100%', leadTime: 20, partType: 'TOOL' },
    { partNumber: 'FASTXM3' },
  ];
  for (const part of parts) await ion.create('Part', part);
});

const PARTS = 'query ($filters: PartsInputFilters) { parts(filters: $filters) { edges { node { partNumber } } } }';

const found = async (filters: unknown): Promise<string[]> =>
  (await ion.ask(PARTS, { filters })).parts.edges.map((edge: Answer) => edge.node.partNumber);

const [B1, B2, F1, F2] = ['BRKT-001', 'BRKT-002', 'FAST_M3', 'FASTXM3'];

describe('operators [SDL]', () => {
  test.each([
    ['eq', { partNumber: { eq: 'BRKT-001' } }, [B1]],
    ['neq leaves out NULL, as SQL does', { leadTime: { neq: 5 } }, [B2, F1]],
    ['in', { partNumber: { in: ['BRKT-002', 'FAST_M3', 'no'] } }, [B2, F1]],
    ['in with nothing', { partNumber: { in: [] } }, []],
    ['gt and lte together', { leadTime: { gt: 5, lte: 20 } }, [B2, F1]],
    ['gte and lt together', { leadTime: { gte: 5, lt: 20 } }, [B1, B2]],
    ['isnull: true', { leadTime: { isnull: true } }, [F2]],
    ['isnull: false', { cost: { isnull: false } }, [B2]],
    ['eq: null', { leadTime: { eq: null } }, [F2]],
    ['like minds the case', { description: { like: '%racket%' } }, [B1, B2]],
    ['like minds the case of the first letter too', { description: { like: 'bracket%' } }, [B2]],
    ['like takes _ for one character', { partNumber: { like: 'FAST_M3' } }, [F1, F2]],
    ['ilike does not mind the case', { description: { ilike: 'bracket%' } }, [B1, B2]],
    ['ilike without wildcards is equality but for the case [TS]', { description: { ilike: 'BRACKET' } }, [B1]],
    ['a backslash takes the meaning from a wildcard', { description: { ilike: '%100\\%' } }, [F1]],
    ['and one from what like compares', { partNumber: { like: 'FAST\\_M3' } }, [F1]],
    ['notlike', { description: { notlike: '%racket%' } }, [F1]],
    ['notilike', { description: { notilike: 'BRACKET' } }, [B2, F1]],
    ['an enum', { trackingType: { eq: 'SERIAL' } }, [B1]],
    ['a boolean', { exportControlled: { eq: true } }, [B2]],
    ['a float', { cost: { eq: 1.5 } }, [B2]],
    ['a computed field', { isLatestRevision: { eq: false } }, []],
    ['fuzzyMatch, from half the trigrams on', { description: { fuzzyMatch: { value: 'brackets' } } }, [B1]],
    ['fuzzyMatch, laxer', { description: { fuzzyMatch: { value: 'brackets', similarity: 0.4 } } }, [B1, B2]],
  ])('%s [SDL; what it means is inferred]', async (_title, filters, expected) => {
    expect(await found(filters)).toEqual(expected);
  });

  test('an id may be an int or a string [EX]', async () => {
    const one = (await ion.ask('{ parts(first: 1) { edges { node { id } } } }')).parts.edges[0].node.id;
    expect(await found({ id: { eq: one } })).toEqual([B1]);
    expect(await found({ id: { in: [String(one)] } })).toEqual([B1]);
  });

  test('instants are compared as instants, whatever their offset (inferred)', async () => {
    expect(await found({ _created: { lt: '2000-01-01T00:00:00+02:00' } })).toEqual([]);
    expect(await found({ _created: { gt: '2000-01-01T00:00:00+02:00' } })).toHaveLength(4);
  });
});

describe('combinations [SDL]', () => {
  test('different fields are all to hold; or_ and and_ nest [SDL]', async () => {
    const either = [
      { partNumber: { eq: 'BRKT-001' } },
      { and_: [{ leadTime: { eq: 20 } }, { partType: { eq: 'TOOL' } }] },
    ];
    expect(await found({ or_: either })).toEqual([B1, F1]);
    expect(await found({ or_: either, description: { ilike: 'b%' } })).toEqual([B1]);
  });

  test('or_ and and_ may be long, as when thousands of numbers with revisions are looked up at once [SDL; that there is no limit is inferred]', async () => {
    const numbered = Array.from({ length: 2000 }, (_, n) => ({ partNumber: { eq: `X-${n}` }, revision: { eq: 'A' } }));
    expect(await found({ or_: [...numbered, { partNumber: { eq: 'BRKT-001' }, revision: { eq: 'A' } }] })).toEqual([
      B1,
    ]);
    const others = numbered.map(({ partNumber }) => ({ partNumber: { neq: partNumber.eq } }));
    expect(await found({ and_: [...others, { leadTime: { eq: 20 } }] })).toEqual([F1]);
  });

  test('a filter on a relation looks at the related rows [SDL]', async () => {
    expect(await found({ unitOfMeasure: { type: { eq: 'each' } } })).toEqual([B1]);
    const parent = (await ion.ask('{ parts(filters: { partNumber: { eq: "BRKT-002" } }) { edges { node { id } } } }'))
      .parts;
    const child = (await ion.ask('{ parts(filters: { partNumber: { eq: "FAST_M3" } }) { edges { node { id } } } }'))
      .parts;
    const mbom = await ion.create('MBom', { partId: parent.edges[0].node.id });
    await ion.create('MBomItem', { mbomId: mbom.id, partId: child.edges[0].node.id, quantity: 2 });
    expect(await found({ mboms: { mbomItems: { part: { partType: { eq: 'TOOL' } } } } })).toEqual([B2]);
    expect(await found({ mboms: { mbomItems: { quantity: { gt: 2 } } } })).toEqual([]);
  });

  test('null for a whole filter asks for nothing (inferred)', async () => {
    expect(await found(null)).toHaveLength(4);
    expect(await found({ partNumber: null })).toHaveLength(4);
  });

  test('a filter on what has no behaviour is refused by name (ours)', async () => {
    const refused = await ion.refusal(
      '{ mbomItemReferenceDesignators(filters: { abomItemReferenceDesignators: { id: { eq: 1 } } }) { edges { node { id } } } }',
    );
    expect(refused).toMatchObject({ code: 'NOT_EMULATED', message: expect.stringContaining('abomItemReference') });
  });
});

describe('inventory', () => {
  test('it is found by its computed status and by its part [TS, EX]', async () => {
    const part = (await ion.ask('{ parts(filters: { partNumber: { eq: "FASTXM3" } }) { edges { node { id } } } }'))
      .parts.edges[0].node.id;
    for (const quantity of [0, 0.1, 0.2]) await ion.create('PartInventory', { partId: part, quantity });
    const list =
      'query ($filters: PartInventoriesInputFilters) { partInventories(filters: $filters) { edges { node { quantity } } aggregates { count sum { quantity quantityAvailable } } } }';
    const filters = { status: { neq: 'UNAVAILABLE' }, part: { partNumber: { ilike: 'fastxm3' } } };
    const { edges, aggregates } = (await ion.ask(list, { filters })).partInventories;
    expect(edges.map((edge: Answer) => edge.node.quantity)).toEqual([0.1, 0.2]);
    expect(aggregates).toEqual({ count: 2, sum: { quantity: 0.3, quantityAvailable: 0.3 } });
  });
});
