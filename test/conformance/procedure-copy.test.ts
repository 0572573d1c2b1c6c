// Copying a procedure from one tenant to another: read whole from the first, made anew in the second, ids translated on the way.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, openTenant, type Tenant } from './open-tenant.ts';
import {
  addLabel,
  createColumn,
  createEdge,
  createField,
  createProcedure,
  createRow,
  createStep,
  roleId,
  setCell,
  updateStep,
  upload,
  writeProcedure,
} from './write-procedure.ts';

let source: Tenant;
let target: Tenant;
beforeAll(async () => {
  [source, target] = await Promise.all([openTenant(), openTenant()]);
});
afterAll(() => Promise.all([source.close(), target.close()]));

const STEP = `id title type parentId leadTime slateContent upstreamStepIds entityId
  assets { id filename contentType downloadUrl }
  fields { id name type required unit options allowNotApplicable
    signoffRole { name } validations { functionId value } }
  datagridColumns { edges { node { id index header type unit options signoffRole { name } } } }
  datagridRows { edges { node { id index required allowNotApplicable values { columnId type value } } } }`;

const PROCEDURE = `query ($id: ID!) { procedure(id: $id) {
  id familyId title description type labels steps { ${STEP} steps { ${STEP} steps { id } } }
} }`;

const nodesOf = (connection: Answer): Answer[] => connection.edges.map((edge: Answer) => edge.node);

const copyFields = async (step: Answer, stepId: number) => {
  for (const { signoffRole, validations, id: _, ...field } of step.fields) {
    const signoffRoleId = signoffRole === null ? undefined : await roleId(target, signoffRole.name);
    const given = Object.entries({ ...field, stepId, signoffRoleId }).filter(([, value]) => value != null);
    const made = await createField(target, Object.fromEntries(given));
    for (const { functionId, value } of validations) {
      const input = { fieldId: made.id, functionId, value };
      await target.mutate(
        'createStepFieldValidation',
        'CreateStepFieldValidationInput',
        input,
        'stepFieldValidation { id }',
      );
    }
  }
};

const copyGrid = async (step: Answer, stepId: number) => {
  const columns = new Map<number, number>();
  for (const { id, signoffRole: _, ...column } of nodesOf(step.datagridColumns)) {
    columns.set(id, await createColumn(target, { ...column, stepId }));
  }
  for (const { id: _, values, ...row } of nodesOf(step.datagridRows)) {
    const rowId = await createRow(target, { ...row, stepId });
    for (const { columnId, type, value } of values) {
      if (type !== 'SIGNOFF') await setCell(target, { rowId, columnId: columns.get(columnId), value });
    }
  }
};

/** The files are downloaded and uploaded again, and the content then names the new ones [EX procedure_export]. */
const copyFiles = async (step: Answer, made: Answer) => {
  let content = JSON.stringify(step.slateContent);
  for (const { id, filename, downloadUrl } of step.assets) {
    const copy = await upload(target, made, filename, await (await fetch(downloadUrl)).arrayBuffer());
    content = content.replace(`"reference":${id}`, `"reference":${copy}`);
  }
  const { _etag } = await target.get('step', made.id, '_etag');
  if (step.assets.length > 0) await updateStep(target, { id: made.id, _etag }, { slateContent: JSON.parse(content) });
};

/** Parents before children, whether or not ION lists the nested steps of a procedure beside the outer ones. */
const stepsInOrder = (steps: readonly Answer[]): Answer[] =>
  steps.filter(step => step.parentId === null).flatMap(step => [step, ...step.steps]);

const copyStep = async (step: Answer, procedureId: number, ids: Map<number, number>) => {
  const { title, type, leadTime, slateContent } = step;
  const parentId = step.parentId === null ? null : ids.get(step.parentId);
  const made = await createStep(target, { procedureId, parentId, title, type, leadTime, slateContent });
  ids.set(step.id, made.id);
  await copyFields(step, made.id);
  if (type === 'DATAGRID') await copyGrid(step, made.id);
  await copyFiles(step, made);
};

const copyProcedure = async (id: number): Promise<number> => {
  const { procedure } = await source.ask(PROCEDURE, { id });
  const { title, description, type, labels } = procedure;
  const steps = stepsInOrder(procedure.steps);
  const copy = await createProcedure(target, { title, description, type });
  const ids = new Map<number, number>();
  for (const step of steps) await copyStep(step, copy.id, ids);
  for (const step of steps) {
    for (const upstream of step.upstreamStepIds)
      await createEdge(target, ids.get(step.id) ?? 0, ids.get(upstream) ?? 0);
  }
  for (const label of labels) await addLabel(target, copy.familyId, label);
  return copy.id;
};

/** What a procedure says, with titles in place of the ids that differ between tenants. */
const told = async (tenant: Tenant, id: number) => {
  const { procedure } = await tenant.ask(PROCEDURE, { id });
  const steps = stepsInOrder(procedure.steps);
  const titleOf = (stepId: number | null) => steps.find(step => step.id === stepId)?.title ?? null;
  const { title, description, type, labels } = procedure;
  return { title, description, type, labels, steps: await Promise.all(steps.map(step => toldStep(step, titleOf))) };
};

const toldStep = async (step: Answer, titleOf: (id: number | null) => string | null) => {
  const columns = nodesOf(step.datagridColumns);
  const headers = new Map(columns.map(({ id, header }) => [id, header]));
  const rows = nodesOf(step.datagridRows).map(({ index, required, values }) => ({
    index,
    required,
    cells: Object.fromEntries(values.map(({ columnId, value }: Answer) => [headers.get(columnId), value])),
  }));
  const files = step.assets.map(async ({ filename, downloadUrl }: Answer) => {
    return `${filename}: ${await (await fetch(downloadUrl)).text()}`;
  });
  const named = step.assets.every(({ id }: Answer) => JSON.stringify(step.slateContent).includes(`"reference":${id}`));
  const { title, type, leadTime } = step;
  return {
    title,
    type,
    leadTime,
    parent: titleOf(step.parentId),
    after: step.upstreamStepIds.map(titleOf),
    fields: step.fields.map(({ id: _, ...field }: Answer) => field),
    columns: columns.map(({ id: _, ...column }) => column),
    rows,
    files: await Promise.all(files),
    contentNamesItsFiles: named,
  };
};

test('the copy says what the original says, step by step, though all of its ids are its own [EX procedure_export]', async () => {
  // Ids of the second tenant are moved on, so that an id that was not translated would show.
  for (const title of ['other', 'another']) {
    const { id } = await createProcedure(target, { title });
    await createStep(target, { procedureId: id, title });
  }
  const original = await writeProcedure(source);
  const copy = await copyProcedure(original);
  const [said, copied] = [await told(source, original), await told(target, copy)];
  expect(copied).toEqual(said);
  expect(said.steps.map(({ title, parent, after }) => [title, parent, after])).toEqual([
    ['Prepare', null, []],
    ['Torque', null, ['Prepare']],
    ['Check', 'Torque', []],
    ['Measure', 'Torque', []],
  ]);
  expect(said).toMatchObject({
    labels: ['flight', 'wheel'],
    type: 'INSPECTION',
    steps: [
      { files: ['photo.png: pixels'], contentNamesItsFiles: true },
      {
        leadTime: 60,
        fields: [
          { name: 'Torque', unit: 'Nm', required: true, validations: [{ functionId: expect.any(Number), value: 2.5 }] },
          { name: 'Tool', options: ['A', 'B'] },
        ],
      },
      { fields: [{ type: 'SIGNOFF', signoffRole: { name: 'Inspector' } }] },
      {
        type: 'DATAGRID',
        columns: [{ header: 'Size', unit: 'mm' }, { header: 'Where' }],
        rows: [{ cells: { Where: 'left', Size: 10 } }, { cells: { Where: 'right', Size: 11 } }],
      },
    ],
  });
});

test('what is read again in the second tenant can be released there and run (inferred)', async () => {
  const { procedures } = await target.ask('{ procedures(title: "Wheel") { edges { node { id } } } }');
  const [{ node }] = procedures.edges;
  for (const status of ['IN_REVIEW', 'RELEASED']) {
    const { _etag: etag } = await target.get('procedure', node.id, '_etag');
    await target.mutate('updateProcedure', 'UpdateProcedureInput', { id: node.id, etag, status }, 'procedure { id }');
  }
  const input = { procedureId: node.id, title: 'First of its kind' };
  const { run } = await target.mutate('createRun', 'CreateRunInput', input, 'run { status steps { title } }');
  expect(run.status).toBe('TODO');
  expect(run.steps.map((step: Answer) => step.title).sort()).toEqual(['Check', 'Measure', 'Prepare', 'Torque']);
});

test('the steps that were made show their grid in the older form as well, which the example selects [EX procedure_export]', async () => {
  const { steps } = await target.ask(
    `{ steps(filters: { procedure: { title: { eq: "Wheel" } } }) { edges { node {
      title datagrid { columns { id prevId header type unit } rows { id prevId data } }
    } } } }`,
  );
  const gridOf = (title: string) => nodesOf(steps).find(step => step.title === title).datagrid;
  const grid = gridOf('Measure');
  const [size, where] = grid.columns;
  expect([size, where]).toMatchObject([
    { prevId: null, header: 'Size', type: 'NUMBER', unit: 'mm' },
    { prevId: size.id, header: 'Where', type: 'STRING' },
  ]);
  expect(grid.rows.map((row: Answer) => row.data)).toEqual([
    { [size.id]: 10, [where.id]: 'left' },
    { [size.id]: 11, [where.id]: 'right' },
  ]);
  expect(gridOf('Prepare')).toBeNull();
});

test('a cell that names a user tells who it is [EX procedure_export]', async () => {
  const { id: procedureId } = await createProcedure(target, { title: 'Who' });
  const step = await createStep(target, { procedureId, title: 'Grid', type: 'DATAGRID' });
  const columnId = await createColumn(target, { stepId: step.id, header: 'By', type: 'ION', allowedIonType: 'USERS' });
  const rowId = await createRow(target, { stepId: step.id });
  const { me } = await target.ask('{ me { id email } }');
  const fields = 'datagridValue { value ionValue { ... on User { id email } } }';
  const input = { rowId, columnId, value: me.id };
  const { datagridValue } = await target.mutate('setDatagridValue', 'SetDatagridValueInput', input, fields);
  expect(datagridValue).toEqual({ value: me.id, ionValue: me });
});

test('a cell that is a file is set as the id of an attachment and found by it; its value is an address [EX procedure_export; SDL; the value is inferred]', async () => {
  const { id: procedureId } = await createProcedure(target, { title: 'With a file' });
  const step = await createStep(target, { procedureId, title: 'Grid', type: 'DATAGRID' });
  const columnId = await createColumn(target, { stepId: step.id, header: 'Photo', type: 'FILE_ATTACHMENT' });
  const rowId = await createRow(target, { stepId: step.id });
  const file = await upload(target, step, 'cell.png', 'pixels');
  await setCell(target, { rowId, columnId, value: file });
  const cell = 'columnId type value fileAttachmentId fileAttachment { id filename contentType downloadUrl }';
  const rows = `datagridRows { edges { node { values { ${cell} } } } }`;
  const [{ values }] = nodesOf((await target.get('step', step.id, rows)).datagridRows);
  expect(values).toMatchObject([
    { columnId, type: 'FILE_ATTACHMENT', fileAttachmentId: file, fileAttachment: { id: file, filename: 'cell.png' } },
  ]);
  expect(await (await fetch(values[0].value)).text()).toBe('pixels');
  expect(await target.errorOf(setCell(target, { rowId, columnId, value: 999_999 }))).toBeDefined();
});

test('a standard step is made without a procedure, found by its title, and copied into procedures as a derived step [EX procedure_export]', async () => {
  const standard = await createStep(target, { title: 'Clean hands' });
  await createField(target, { stepId: standard.id, name: 'Done', type: 'BOOLEAN' });
  const document =
    'query ($filters: StepsFilters) { steps(filters: $filters) { edges { node { id isStandardStep } } } }';
  const { steps } = await target.ask(document, { filters: { title: { eq: 'Clean hands' } } });
  expect(nodesOf(steps)).toEqual([{ id: standard.id, isStandardStep: true }]);
  const { id: procedureId } = await createProcedure(target, { title: 'With a standard step' });
  const input = { procedureId, stepId: standard.id, parentId: null };
  const fields = `step { id procedureId parentId originStepId isDerivedStep isStandardStep isChildStandardStep standardStep { id }
    labels { value } mbomItemAssociations { id } fields { name } steps { id } attributes { key } }`;
  const { step } = await target.mutate('copyStep', 'CopyStepInput', input, fields);
  expect(step).toMatchObject({ procedureId, originStepId: standard.id, isDerivedStep: true, isStandardStep: false });
  expect(step.standardStep).toEqual({ id: standard.id });
  expect(step.fields).toEqual([{ name: 'Done' }]);
});
