import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileSources } from '../../src/pipeline.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded();
});
afterAll(() => seeded.close());

const standard = (title: string, { status = 'RELEASED', unit = 'Nm', width = 4 } = {}) => `
labels: { shop: { value: shop } }
standardSteps:
  torque:
    title: ${title}
    status: ${status}
    labels: [shop]
    fields:
      Torque: { type: NUMBER, unit: ${unit}, validations: [{ function: less_than, value: 5 }] }
    datagrid:
      columns: { Width: { type: NUMBER } }
      rows: [{ values: { Width: ${width} } }]
`;

interface Steps {
  readonly steps: { readonly edges: readonly { readonly node: Record<string, unknown> }[] };
}

async function versionsOf(title: string) {
  const document = `query ($title: String) { steps(filters: { title: { eq: $title } }, sort: [ID_ASC]) { edges { node {
    version standardStepStatus isStandardStep type labels { value } fields { unit validations { value } }
    datagridRows { edges { node { values { value } } } }
  } } } }`;
  return (await seeded.ion<Steps>(document, { title })).steps.edges.map(({ node }) => node);
}

describe('a standard step', () => {
  it('is made with what stands in it, released, and then left alone', async () => {
    expect(troubles(await seeded.apply(standard('A')))).toEqual([]);
    expect(await versionsOf('A')).toEqual([
      {
        version: 1,
        standardStepStatus: 'RELEASED',
        isStandardStep: true,
        type: 'DATAGRID',
        labels: [{ value: 'shop' }],
        fields: [{ unit: 'Nm', validations: [{ value: 5 }] }],
        datagridRows: { edges: [{ node: { values: [{ value: 4 }] } }] },
      },
    ]);
    expect(pending(await seeded.plan(standard('A')))).toEqual([]);
  });

  it('takes changes in a new version, once', async () => {
    await seeded.apply(standard('B'));
    const changed = standard('B', { unit: 'Ncm', width: 5 });
    expect(pending(await seeded.plan(changed))).toEqual([
      'revise standard-step/torque',
      'transition standard-step/torque DRAFT → IN_REVIEW',
      'transition standard-step/torque IN_REVIEW → RELEASED',
      'update standard-step-field/torque.Torque',
      'update standard-datagrid-value/torque.0.Width',
    ]);
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    expect(await versionsOf('B')).toMatchObject([
      { version: 1, standardStepStatus: 'ARCHIVED' },
      { version: 2, standardStepStatus: 'RELEASED', fields: [{ unit: 'Ncm' }] },
    ]);
    expect(pending(await seeded.plan(changed))).toEqual([]);
  });

  it('is deleted as a draft, and archived later', async () => {
    await seeded.apply(standard('C', { status: 'DRAFT' }));
    expect(troubles(await seeded.destroy(standard('C', { status: 'DRAFT' })))).toEqual([]);
    expect(await versionsOf('C')).toEqual([]);
    await seeded.apply(standard('D'));
    await seeded.destroy(standard('D'));
    expect(await versionsOf('D')).toMatchObject([{ standardStepStatus: 'ARCHIVED' }]);
  });

  it('is not taken for a step of a procedure of that title', async () => {
    const procedure = 'procedures: { p: { title: P, steps: { e: { title: E } } } }';
    await seeded.apply(procedure);
    expect(troubles(await seeded.apply(standard('E')))).toEqual([]);
    expect(pending(await seeded.plan(standard('E')))).toEqual([]);
    expect(pending(await seeded.plan(procedure))).toEqual([]);
  });
});

describe('a step of a procedure that is made from a standard step', () => {
  const procedure = (n: string, extra = '') => `
${standard(n)}
procedures:
  build:
    title: Build ${n}
    status: RELEASED
    steps:
      clean: { title: Clean }
      torque: { title: ${n}, standardStep: torque, after: [clean], leadTime: 3${extra} }
`;

  async function stepsOf(n: string) {
    const document = `query ($title: String) { procedures(filters: { title: { eq: $title }, isLatestVersion: { eq: true } }) {
      edges { node { version steps { title isDerivedStep leadTime fields { name validations { value } } upstreamStepIds } } }
    } }`;
    interface Answer {
      readonly procedures: { readonly edges: readonly { readonly node: Record<string, unknown> }[] };
    }
    return (await seeded.ion<Answer>(document, { title: `Build ${n}` })).procedures.edges[0]?.node;
  }

  it('has what is in that, and what is said of it besides, and is then left alone', async () => {
    expect(troubles(await seeded.apply(procedure('M')))).toEqual([]);
    expect(await stepsOf('M')).toMatchObject({
      version: 1,
      steps: [
        { title: 'Clean', isDerivedStep: false },
        {
          title: 'M',
          isDerivedStep: true,
          leadTime: 3,
          fields: [{ name: 'Torque', validations: [{ value: 5 }] }],
          upstreamStepIds: [expect.any(Number)],
        },
      ],
    });
    expect(pending(await seeded.plan(procedure('M')))).toEqual([]);
  });

  it('is updated in what it may have otherwise than its original, which is not its title', async () => {
    const { changes } = (await seeded.plan(procedure('N'))).plan;
    const update = changes.find(({ id }) => id === 'update step/build.torque');
    expect(update).toMatchObject({ edits: [{ path: 'leadTime', before: null, after: 3 }] });
  });

  it('keeps to its family when the standard step gets a new version', async () => {
    await seeded.apply(procedure('N'));
    const changed = procedure('N').replace('unit: Nm', 'unit: Ncm');
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    expect(await stepsOf('N')).toMatchObject({ version: 1 });
    expect(pending(await seeded.plan(changed))).toEqual([]);
  });

  it('does not say what it has from there', async () => {
    const yaml = procedure('O', ', content: Mine').replace('title: O, standardStep', 'title: Other, standardStep');
    const { diagnostics } = await compileSources([{ path: 'f.yaml', text: yaml }]);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'the step is made from "torque", and has its content from there',
      'the step is made from "torque", and has its title from there',
    ]);
  });

  describe('in a run', () => {
    const required = (n: string) => procedure(n).replace('unit: Nm,', 'unit: Nm, required: true,');
    const run = (n: string, torque: string) => `${required(n)}
runs:
  first:
    title: First ${n}
    procedure: build
    steps:
      clean: { status: COMPLETE }
      torque: { status: COMPLETE, values: { ${torque} } }
`;
    const mistakes = async (yaml: string) =>
      (await compileSources([{ path: 'f.yaml', text: yaml }])).diagnostics.map(({ message }) => message);

    it('records values of its fields', async () => {
      expect(troubles(await seeded.apply(run('R', 'Torque: 4')))).toEqual([]);
      expect(pending(await seeded.plan(run('R', 'Torque: 4')))).toEqual([]);
      const query =
        '{ runs(filters: { title: { eq: "First R" } }) { edges { node { steps { title fields { name value } } } } } }';
      interface Answer {
        readonly runs: { readonly edges: readonly { readonly node: { readonly steps: readonly object[] } }[] };
      }
      expect((await seeded.ion<Answer>(query)).runs.edges[0]?.node.steps).toContainEqual({
        title: 'R',
        fields: [{ name: 'Torque', value: 4 }],
      });
    });

    it('has those fields, needs them and checks them', async () => {
      expect(await mistakes(run('R', 'Torq: 4'))).toEqual(['step "torque" of procedure "build" has no field "Torq"']);
      expect(await mistakes(run('R', ''))).toEqual([
        'step "torque" of run "first" cannot be COMPLETE without a value for "Torque"',
      ]);
      expect(await mistakes(run('R', 'Torque: much'))).toEqual([
        '"Torque" is a NUMBER field and takes a number, not "much"',
      ]);
    });

    it('is not judged where the standard step is only looked up', async () => {
      const lookedUp = run('R', 'Anything: 4').replace(
        'standardStep: torque',
        'standardStep: { lookup: { title: R } }',
      );
      expect(await mistakes(lookedUp)).toEqual([]);
    });
  });
});
