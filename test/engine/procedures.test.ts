import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileSources } from '../../src/pipeline.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded();
});
afterAll(() => seeded.close());

/** A procedure that measures, with everything that a step can hold; `N` keeps one test's objects from another's. */
function measuring(n: string, { limit = 5, width = 4, quantity = 4, status = 'RELEASED', approval = 'APPROVED' } = {}) {
  return `
parts:
  frame: { partNumber: FRAME-${n} }
  screw: { partNumber: SCREW-${n} }
boms:
  frame: { part: frame, items: [{ part: screw, quantity: 4, referenceDesignators: [S1, S2] }] }
procedures:
  measure:
    title: Measure ${n}
    status: ${status}
    parts: [{ part: frame, required: true, status: ${approval} }]
    steps:
      screws:
        title: Put the screws in
        installs:
          - { item: screw, quantity: ${quantity}, referenceDesignator: S1 }
          - { item: screw, quantity: 1 }
        fields:
          Torque:
            type: NUMBER
            validations: [{ function: less_than, value: ${limit} }, { function: greater_than, value: 1 }]
      grid:
        title: Measure the holes
        datagrid:
          columns:
            Hole: { type: STRING, settable: false }
            Width: { type: NUMBER, unit: mm }
          rows:
            - { required: true, values: { Hole: H1, Width: ${width} } }
            - { values: { Hole: H2 } }
`;
}

interface Steps {
  readonly procedures: {
    readonly edges: readonly {
      readonly node: {
        readonly version: number;
        readonly partProcedures: unknown;
        readonly steps: readonly Record<string, unknown>[];
      };
    }[];
  };
}

async function procedureOf(n: string) {
  const document = `query ($title: String) {
    procedures(filters: { title: { eq: $title }, isLatestVersion: { eq: true } }) { edges { node {
      version
      partProcedures { required status part { partNumber } }
      steps {
        title type
        fields { name validations { value function { functionName } } }
        mbomItemAssociations { quantity mbomItem { part { partNumber } } mbomItemReferenceDesignator { value } }
        datagridColumns { edges { node { header type unit settable } } }
        datagridRows { edges { node { index required values { value column { header } } } } }
      }
    } } }
  }`;
  const { procedures } = await seeded.ion<Steps>(document, { title: `Measure ${n}` });
  return procedures.edges[0]?.node;
}

describe('a procedure with validations, installations and a datagrid', () => {
  it('is made as it is written, and a second plan has nothing to do', async () => {
    expect(troubles(await seeded.apply(measuring('a')))).toEqual([]);
    expect(await procedureOf('a')).toMatchObject({
      version: 1,
      partProcedures: [{ required: true, status: 'APPROVED', part: { partNumber: 'FRAME-a' } }],
      steps: [
        {
          type: 'CONTENT',
          fields: [
            {
              name: 'Torque',
              validations: expect.arrayContaining([
                { value: 5, function: { functionName: 'less_than' } },
                { value: 1, function: { functionName: 'greater_than' } },
              ]),
            },
          ],
          mbomItemAssociations: expect.arrayContaining([
            {
              quantity: 4,
              mbomItem: { part: { partNumber: 'SCREW-a' } },
              mbomItemReferenceDesignator: { value: 'S1' },
            },
            { quantity: 1, mbomItem: { part: { partNumber: 'SCREW-a' } }, mbomItemReferenceDesignator: null },
          ]),
        },
        {
          type: 'DATAGRID',
          datagridColumns: {
            edges: [
              { node: { header: 'Hole', type: 'STRING', unit: null, settable: false } },
              { node: { header: 'Width', type: 'NUMBER', unit: 'mm', settable: true } },
            ],
          },
          datagridRows: {
            edges: [
              {
                node: {
                  index: 0,
                  required: true,
                  values: expect.arrayContaining([
                    { value: 'H1', column: { header: 'Hole' } },
                    { value: 4, column: { header: 'Width' } },
                  ]),
                },
              },
              { node: { index: 1, required: false, values: [{ value: 'H2', column: { header: 'Hole' } }] } },
            ],
          },
        },
      ],
    });
    expect(pending(await seeded.plan(measuring('a')))).toEqual([]);
  });

  it('takes changes of them in a new version, once', async () => {
    await seeded.apply(measuring('b'));
    const changed = measuring('b', { limit: 6, width: 4.5, quantity: 3 });
    expect(pending(await seeded.plan(changed))).toEqual([
      'revise procedure/measure',
      'transition procedure/measure DRAFT → IN_REVIEW',
      'transition procedure/measure IN_REVIEW → RELEASED',
      'update step-field-validation/measure.screws.Torque.(less_than)',
      'update datagrid-value/measure.grid.0.Width',
      'update step-installation/measure.screws.screw.S1',
    ]);
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    expect((await procedureOf('b'))?.version).toBe(2);
    expect(pending(await seeded.plan(changed))).toEqual([]);
  });

  it('is approved for a part without a new version', async () => {
    await seeded.apply(measuring('c', { approval: 'PENDING' }));
    const approved = measuring('c');
    expect(pending(await seeded.plan(approved))).toEqual(['update part-procedure/measure.frame']);
    expect(troubles(await seeded.apply(approved))).toEqual([]);
    expect((await procedureOf('c'))?.version).toBe(1);
  });

  it('loses what its lists do not name any more', async () => {
    const before = measuring('d', { status: 'DRAFT' });
    await seeded.apply(before);
    const after = before
      .replace(', { function: greater_than, value: 1 }', '')
      .replace('          - { item: screw, quantity: 1 }\n', '')
      .replace('            - { values: { Hole: H2 } }\n', '');
    expect(pending(await seeded.plan(after)).toSorted()).toEqual([
      'delete datagrid-row/measure.grid.1',
      'delete step-field-validation/measure.screws.Torque.#3',
      'delete step-installation/measure.screws.frame.screw',
    ]);
    expect(troubles(await seeded.apply(after))).toEqual([]);
    expect(pending(await seeded.plan(after))).toEqual([]);
  });

  it('takes the order of two steps the other way round: the old dependency goes before the new one comes', async () => {
    const ordered = (before: string, after: string) => `procedures:
  turn:
    title: Turn round
    status: RELEASED
    steps:
      ${before}: { title: ${before}, after: [] }
      ${after}: { title: ${after}, after: [${before}] }\n`;
    expect(troubles(await seeded.apply(ordered('glue', 'press')))).toEqual([]);
    expect(troubles(await seeded.apply(ordered('press', 'glue')))).toEqual([]);
    expect(pending(await seeded.plan(ordered('press', 'glue')))).toEqual([]);
  });

  it('loses the dependency on a step before the step', async () => {
    const glued = (steps: string) => `procedures:
  glue:
    title: Glue together
    steps:
${steps}\n`;
    await seeded.apply(
      glued('      clean: { title: Clean, after: [] }\n      press: { title: Press, after: [clean] }'),
    );
    const after = glued('      press: { title: Press, after: [] }');
    const { changes } = (await seeded.plan(after)).plan;
    const removed = (kind: string) => changes.find(change => change.action === 'delete' && change.kind === kind);
    expect(removed('step')?.dependsOn).toContain(removed('step-edge')?.id);
    expect(troubles(await seeded.apply(after))).toEqual([]);
  });

  it('does not become a draft again once it is released', async () => {
    await seeded.apply(measuring('h'));
    const { changes } = (await seeded.plan(measuring('h', { status: 'DRAFT' }))).plan;
    expect(changes.filter(({ action }) => action !== 'keep')).toMatchObject([
      { action: 'blocked', reason: 'it is RELEASED, and ION offers no way from there to DRAFT' },
    ]);
  });

  it('loses it also in a new version, of which it was not read', async () => {
    await seeded.apply(measuring('f'));
    const after = measuring('f')
      .replace(', { function: greater_than, value: 1 }', '')
      .replace('          - { item: screw, quantity: 1 }\n', '')
      .replace('            - { values: { Hole: H2 } }\n', '');
    expect(pending(await seeded.plan(after))).toContain('revise procedure/measure');
    expect(troubles(await seeded.apply(after))).toEqual([]);
    expect((await procedureOf('f'))?.version).toBe(2);
    expect(pending(await seeded.plan(after))).toEqual([]);
  });

  it('follows the BOM whose items it installs into its new version, in one go', async () => {
    const before = measuring('g').replace('part: frame, items', 'part: frame, status: RELEASED, items');
    await seeded.apply(before);
    const after = before.replace('part: screw, quantity: 4, reference', 'part: screw, quantity: 9, reference');
    const changes = pending(await seeded.plan(after));
    expect(changes).toContain('revise procedure/measure');
    expect(changes).toContain('replace step-installation/measure.screws.screw.S1');
    expect(troubles(await seeded.apply(after))).toEqual([]);
    expect(pending(await seeded.plan(after))).toEqual([]);
  });

  it('is destroyed while it is a draft', async () => {
    const draft = measuring('e', { status: 'DRAFT' });
    await seeded.apply(draft);
    expect(troubles(await seeded.destroy(draft))).toEqual([]);
    expect(await procedureOf('e')).toBeUndefined();
  });
});

describe('a mistake in a step', () => {
  async function messages(change: (yaml: string) => string): Promise<readonly string[]> {
    const { diagnostics } = await compileSources([{ path: 'f.yaml', text: change(measuring('x')) }]);
    return diagnostics.map(({ message }) => message);
  }

  it('is told where an item is in no BOM of the procedure', async () => {
    expect(await messages(yaml => yaml.replace('item: screw, quantity: 1', 'item: frame, quantity: 1'))).toEqual([
      'no item of the BOM "frame" is "frame"',
    ]);
  });

  it('is told where an item has no such position', async () => {
    expect(await messages(yaml => yaml.replace('referenceDesignator: S1', 'referenceDesignator: S9'))).toEqual([
      'the BOM item for "screw" has no position "S9"',
    ]);
  });

  it('is told where a cell does not suit its column', async () => {
    expect(await messages(yaml => yaml.replace('Width: 4 }', 'Width: wide }'))).toEqual([
      '"Width" is a NUMBER field and takes a number, not "wide"',
    ]);
  });

  it('is told where a cell stands in no column', async () => {
    expect(await messages(yaml => yaml.replace('Width: 4 }', 'Depth: 4 }'))).toHaveLength(1);
  });

  it('is told where the target has no such validation function', async () => {
    const refused = await seeded.refusals(measuring('y').replace('function: less_than', 'function: smaller'));
    expect(refused.map(({ message }) => message)).toEqual([
      'the target has no validation-function with functionName "smaller"',
    ]);
  });
});
