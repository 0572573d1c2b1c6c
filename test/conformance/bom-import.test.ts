// BOMs that come as rows of a table: ION's bulk import in both notations, and the older way, an item a request.
import { describe, expect, test } from 'vitest';
import { type Answer, createPart, openClient, tenantForFile } from './open-tenant.ts';

const tenant = tenantForFile();

const IMPORT = `mutation ($input: CreateOrUpdateMultipleMBomsNotationInput!) {
  createOrUpdateMultipleMboms(input: $input) { errorMessages { rowId errorMsg } newMbomRowIds }
}`;

/** Rows as a spreadsheet has them: place, part number, revision, quantity, substitutes, made on assembly. */
const rowsOf = (csv: string, place: 'level' | 'depth') =>
  csv
    .trim()
    .split('\n')
    .map(line => {
      const [at = '', partNumber, revision, quantity, substitutes, made = ''] = line.trim().split(',');
      return {
        [place]: place === 'level' ? at : Number(at),
        partNumber,
        revision,
        quantity: Number(quantity),
        substitutes,
        madeOnAssembly: made.trim().toLowerCase() === 'true',
      };
    });

/** The list that is not used is sent empty [EX]. */
const importRows = async (csv: string, place: 'level' | 'depth'): Promise<Answer> => {
  const rows = rowsOf(csv, place);
  const input = {
    importerType: place.toUpperCase(),
    levelInputs: place === 'level' ? rows : [],
    depthInputs: place === 'depth' ? rows : [],
  };
  return (await tenant.ask(IMPORT, { input })).createOrUpdateMultipleMboms;
};

const MBOMS = `query ($partNumber: String!) {
  mboms(filters: { part: { partNumber: { eq: $partNumber } } }) { edges { node {
    id version status
    mbomItems { quantity madeOnAssembly part { partNumber } substitutes { part { partNumber } } }
  } } }
}`;

const itemText = ({ part, quantity, madeOnAssembly, substitutes }: Answer): string => {
  const instead = substitutes.map((one: Answer) => ` or ${one.part.partNumber}`).join('');
  return `${quantity} ${part.partNumber}${instead}${madeOnAssembly ? ' (on assembly)' : ''}`;
};

/** Each version of the part's mBOM as lines. */
const versionsOf = async (partNumber: string): Promise<string[][]> => {
  const { mboms } = await tenant.ask(MBOMS, { partNumber });
  return mboms.edges.map(({ node }: Answer) => node.mbomItems.map(itemText).sort());
};

const createParts = async (...numbers: string[]) => {
  for (const number of numbers) await createPart(tenant, number);
};

describe('createOrUpdateMultipleMboms', () => {
  test('takes rows by level: 1.2.1 goes into 1.2 [EX create_or_update_mboms]', async () => {
    await createParts('L-ROVER', 'L-WHEEL', 'L-HUB', 'L-BOLT', 'L-BOLT-ALT', 'L-BOLT-METRIC');
    const answer = await importRows(
      `1,L-ROVER,A,1,,false
       1.1,L-WHEEL,A,6,,false
       1.1.1,L-HUB,A,1,,true
       1.1.2,L-BOLT,A,4,L-BOLT-ALT[A];L-BOLT-METRIC[A],false
       1.2,L-BOLT,A,12,,false`,
      'level',
    );
    expect(answer).toEqual({ errorMessages: [], newMbomRowIds: [expect.any(Number), expect.any(Number)] });
    expect(await versionsOf('L-ROVER')).toEqual([['12 L-BOLT', '6 L-WHEEL']]);
    expect(await versionsOf('L-WHEEL')).toEqual([['1 L-HUB (on assembly)', '4 L-BOLT or L-BOLT-ALT or L-BOLT-METRIC']]);
  });

  test('takes rows by depth: the top is 1, and a row goes into the last one above it that is one less deep [docs mbom-imports]', async () => {
    await createParts('D-ROVER', 'D-WHEEL', 'D-HUB', 'D-MAST');
    const answer = await importRows(
      `1,D-ROVER,A,1,,false
       2,D-WHEEL,A,6,,false
       3,D-HUB,A,1,,false
       2,D-MAST,A,1,,false`,
      'depth',
    );
    expect(answer.errorMessages).toEqual([]);
    expect(await versionsOf('D-ROVER')).toEqual([['1 D-MAST', '6 D-WHEEL']]);
    expect(await versionsOf('D-WHEEL')).toEqual([['1 D-HUB']]);
  });

  test('changes a draft in place, so that the same rows again make nothing [EX, docs mbom-imports]', async () => {
    await createParts('U-TOP', 'U-A', 'U-B');
    const first = await importRows('1,U-TOP,A,1,,false\n1.1,U-A,A,1,,false', 'level');
    const again = await importRows('1,u-top,a,1,,false\n1.1,U-A,A,1,,false', 'level');
    expect([first.newMbomRowIds.length, again.newMbomRowIds]).toEqual([1, []]);
    await importRows('1,U-TOP,A,1,,false\n1.1,U-A,A,3,,false\n1.2,U-B,A,2,U-A[A],false', 'level');
    expect(await versionsOf('U-TOP')).toEqual([['2 U-B or U-A', '3 U-A']]);
  });

  test('makes a new version where the latest is no draft any more [docs mbom-imports]', async () => {
    await createParts('V-TOP', 'V-A');
    const { newMbomRowIds } = await importRows('1,V-TOP,A,1,,false\n1.1,V-A,A,1,,false', 'level');
    const { id, _etag: etag } = await tenant.get('mbom', newMbomRowIds[0], 'id _etag');
    await tenant.mutate('updateMbom', 'UpdateMBomInput', { id, etag, status: 'RELEASED' }, 'mbom { id }');
    const next = await importRows('1,V-TOP,A,1,,false\n1.1,V-A,A,5,,false', 'level');
    expect(next.newMbomRowIds).toHaveLength(1);
    expect(await versionsOf('V-TOP')).toEqual([['1 V-A'], ['5 V-A']]);
  });

  test('answers what is wrong row by row in its data, not in errors [EX], and then saves nothing (inferred)', async () => {
    await createParts('E-TOP', 'E-A', 'E-B');
    const answer = await importRows(
      `1,E-TOP,A,1,,false
       1.1,E-A,A,1,,false
       1.2,E-NOBODY,A,1,,false
       1.3,E-B,A,0,,false
       1.4,E-A,A,2,,false
       1.5.1,E-B,A,1,,false
       1.6,E-B,A,1,E-A,false`,
      'level',
    );
    expect(answer.newMbomRowIds).toEqual([]);
    expect(answer.errorMessages.map(({ rowId, errorMsg }: Answer) => `${rowId}: ${errorMsg}`)).toEqual([
      expect.stringMatching(/^3: .*E-NOBODY/),
      expect.stringMatching(/^4: .*greater than 0/),
      expect.stringMatching(/^5: .*not unique/),
      expect.stringMatching(/^6: .*1\.5/),
      expect.stringMatching(/^7: .*NUMBER\[REVISION\]/),
    ]);
    expect(await versionsOf('E-TOP')).toEqual([]);
  });

  test('is told which rows to read: without importerType it refuses, instead of reading none (inferred)', async () => {
    const input = { levelInputs: rowsOf('1,L-ROVER,A,1,,false', 'level'), depthInputs: [] };
    expect((await tenant.errorOf(tenant.ask(IMPORT, { input })))?.message).toContain('importerType');
  });

  test('refuses, in their rows, a part inside itself and one part with two contents (inferred)', async () => {
    await createParts('C-TOP', 'C-SUB', 'C-A');
    const circle = await importRows('1,C-TOP,A,1,,false\n2,C-SUB,A,1,,false\n3,C-TOP,A,1,,false', 'depth');
    expect(circle.errorMessages.map((error: Answer) => error.rowId)).toEqual([3]);
    const rows = [
      '1,C-TOP,A,1,,false',
      '2,C-SUB,A,1,,false',
      '3,C-A,A,1,,false',
      '1,C-SUB,A,1,,false',
      '2,C-A,A,2,,false',
    ];
    const unlike = await importRows(rows.join('\n'), 'depth');
    expect(unlike.errorMessages).toEqual([{ rowId: 4, errorMsg: expect.stringContaining('row 2') }]);
  });
});

describe('the importers of 2020', () => {
  const GET_PARTS =
    'query ($filters: PartsInputFilters) { parts(filters: $filters) { edges { node { id partNumber } } } }';
  const CREATE_PART = 'mutation ($input: CreatePartInput!) { createPart(input: $input) { part { id partNumber } } }';
  const CREATE_ITEM = 'mutation ($input: CreateMBomItemInput!) { createMbomItem(input: $input) { mbomItem { id } } }';

  test('look parts up by their numbers, make the missing ones, and put items into a parent part [IMP solidworks]', async () => {
    await createParts('S-TOP', 'S-ARM');
    const wanted = ['S-TOP', 'S-ARM', 'S-PIN'];
    const filters = { partNumber: { in: wanted } };
    const found = (await tenant.ask(GET_PARTS, { filters })).parts.edges.map(({ node }: Answer) => node);
    const ids = new Map<string, number>(found.map(({ partNumber, id }: Answer) => [partNumber, id]));
    expect([...ids.keys()].sort()).toEqual(['S-ARM', 'S-TOP']);
    for (const partNumber of wanted.filter(number => !ids.has(number))) {
      const { createPart: made } = await tenant.ask(CREATE_PART, { input: { partNumber } });
      ids.set(partNumber, made.part.id);
    }
    const rows = [
      ['S-TOP', 'S-ARM', 2],
      ['S-ARM', 'S-PIN', 3],
    ] as const;
    for (const [parent, child, quantity] of rows) {
      await tenant.ask(CREATE_ITEM, { input: { parentId: ids.get(parent), partId: ids.get(child), quantity } });
    }
    expect([await versionsOf('S-TOP'), await versionsOf('S-ARM')]).toEqual([[['2 S-ARM']], [['3 S-PIN']]]);
    const input = { parentId: ids.get('S-TOP'), partId: ids.get('S-ARM'), quantity: 1 };
    expect((await tenant.errorOf(tenant.ask(CREATE_ITEM, { input })))?.message).toContain('not unique');
  });

  test('send many operations as one JSON array and get the answers in its order, each with its own errors [IMP]', async () => {
    const client = await openClient(tenant.settings);
    const documents = ['B-1', 'B-2', 'B-1'].map(partNumber => ({
      document: CREATE_PART,
      variables: { input: { partNumber } },
    }));
    const error: Answer = await client.batchRequests(documents).catch(caught => caught);
    const answers: Answer[] = Object.values(error.response).filter((one: Answer) => one?.data !== undefined);
    expect(answers.map(({ data }) => data.createPart?.part.partNumber ?? null)).toEqual(['B-1', 'B-2', null]);
    expect(answers[2].errors[0].message).toContain('already exists');
  });
});
