// How a procedure with everything in it is written, request by request.
import { expect } from 'vitest';
import type { Answer, Tenant } from './open-tenant.ts';

const FUNCTIONS = '{ validationFunctions { edges { node { id } } } }';

export const createProcedure = async (tenant: Tenant, variables: Record<string, unknown>): Promise<Answer> => {
  const document = `mutation ($title: String!, $description: String, $type: Proceduretypeenum) {
    createProcedure(title: $title, description: $description, type: $type) { procedure { id familyId } }
  }`;
  return (await tenant.ask(document, variables)).createProcedure.procedure;
};

export const createStep = async (tenant: Tenant, input: object): Promise<Answer> =>
  (await tenant.mutate('createStep', 'CreateStepInput', input, 'step { id entityId _etag }')).step;

export const createField = async (tenant: Tenant, input: object): Promise<Answer> =>
  (await tenant.mutate('createStepField', 'CreateStepFieldInput', input, 'stepField { id }')).stepField;

export const createColumn = async (tenant: Tenant, input: object): Promise<number> => {
  const payload = await tenant.mutate(
    'createDatagridColumn',
    'CreateDatagridColumnInput',
    input,
    'datagridColumn { id }',
  );
  return payload.datagridColumn.id;
};

export const createRow = async (tenant: Tenant, input: object): Promise<number> =>
  (await tenant.mutate('createDatagridRow', 'CreateDatagridRowInput', input, 'datagridRow { id }')).datagridRow.id;

export const setCell = (tenant: Tenant, input: object) =>
  tenant.mutate('setDatagridValue', 'SetDatagridValueInput', input, 'datagridValue { value }');

export const createEdge = (tenant: Tenant, stepId: number, upstreamStepId: number) => {
  const document = `mutation ($stepId: ID!, $upstreamStepId: ID!) {
    createStepEdge(input: { stepId: $stepId, upstreamStepId: $upstreamStepId }) { stepEdge { id stepId upstreamStepId } }
  }`;
  return tenant.ask(document, { stepId, upstreamStepId });
};

/** A role, or a label, by its name: looked up, and made where it is missing [EX procedure_export]. */
export const roleId = async (tenant: Tenant, name: string): Promise<number> => {
  const document = 'query ($filters: RolesInputFilters) { roles(filters: $filters) { edges { node { id } } } }';
  const { roles } = await tenant.ask(document, { filters: { name: { eq: name } } });
  if (roles.edges.length > 0) return roles.edges[0].node.id;
  return (await tenant.mutate('createRole', 'CreateRoleInput', { name }, 'role { id }')).role.id;
};

const labelId = async (tenant: Tenant, value: string): Promise<number> => {
  const document = 'query ($filters: LabelsInputFilters) { labels(filters: $filters) { edges { node { id } } } }';
  const { labels } = await tenant.ask(document, { filters: { value: { eq: value } } });
  if (labels.edges.length > 0) return labels.edges[0].node.id;
  return (await tenant.mutate('createLabel', 'CreateLabelInput', { value }, 'label { id }')).label.id;
};

export const addLabel = async (tenant: Tenant, familyId: number, value: string) => {
  const input = { labelId: await labelId(tenant, value), familyId };
  const fields = 'labelId familyId';
  expect(await tenant.mutate('addLabelToProcedureFamily', 'LabelToProcedureFamilyInput', input, fields)).toEqual(input);
};

export const upload = async (
  tenant: Tenant,
  step: Answer,
  filename: string,
  bytes: ArrayBuffer | string,
): Promise<number> => {
  const input = { filename, entityId: step.entityId };
  const fields = 'fileAttachment { id contentType } uploadUrl';
  const { fileAttachment, uploadUrl } = await tenant.mutate('createAsset', 'CreateFileAttachmentInput', input, fields);
  const headers = { 'content-type': fileAttachment.contentType };
  expect((await fetch(uploadUrl, { method: 'PUT', body: bytes, headers })).ok).toBe(true);
  return fileAttachment.id;
};

export const updateStep = (tenant: Tenant, { id, _etag: etag }: Answer, changes: object) =>
  tenant.mutate('updateStep', 'UpdateStepInput', { id, etag, ...changes }, 'step { id }');

const paragraph = (text: string) => ({ type: 'p', children: [{ text }] });

const picture = (reference: number) => ({ type: 'img', reference, children: [{ text: '' }] });

/** Prepare; then torque with a check below it and, below that, a grid; torque waits for prepare. */
export const writeProcedure = async (source: Tenant): Promise<number> => {
  const { id, familyId } = await createProcedure(source, { title: 'Wheel', description: 'How', type: 'INSPECTION' });
  for (const value of ['flight', 'wheel']) await addLabel(source, familyId, value);
  const prepare = await createStep(source, {
    procedureId: id,
    title: 'Prepare',
    slateContent: [paragraph('Clean it')],
  });
  const torque = await createStep(source, { procedureId: id, title: 'Torque', leadTime: 60 });
  const check = await createStep(source, { procedureId: id, title: 'Check', parentId: torque.id });
  const grid = await createStep(source, { procedureId: id, title: 'Measure', parentId: torque.id, type: 'DATAGRID' });
  await createEdge(source, torque.id, prepare.id);
  const photo = await upload(source, prepare, 'photo.png', 'pixels');
  await updateStep(
    source,
    { id: prepare.id, ...(await source.get('step', prepare.id, '_etag')) },
    {
      slateContent: [paragraph('Clean it'), picture(photo)],
    },
  );
  const field = await createField(source, {
    stepId: torque.id,
    name: 'Torque',
    type: 'NUMBER',
    unit: 'Nm',
    required: true,
  });
  await createField(source, { stepId: torque.id, name: 'Tool', type: 'SELECT', options: ['A', 'B'] });
  await createField(source, {
    stepId: check.id,
    name: 'Seen',
    type: 'SIGNOFF',
    signoffRoleId: await roleId(source, 'Inspector'),
  });
  const { validationFunctions } = await source.ask(FUNCTIONS);
  const validation = { fieldId: field.id, functionId: validationFunctions.edges[0].node.id, value: 2.5 };
  await source.mutate(
    'createStepFieldValidation',
    'CreateStepFieldValidationInput',
    validation,
    'stepFieldValidation { id }',
  );
  const size = await createColumn(source, { stepId: grid.id, header: 'Size', type: 'NUMBER', unit: 'mm', index: 0 });
  const name = await createColumn(source, { stepId: grid.id, header: 'Where', type: 'STRING', index: 1 });
  for (const [index, place] of ['left', 'right'].entries()) {
    const rowId = await createRow(source, { stepId: grid.id, index, required: true });
    await setCell(source, { rowId, columnId: name, value: place });
    await setCell(source, { rowId, columnId: size, value: 10 + index });
  }
  return id;
};
