import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile, newProcedure } from '../ion.ts';

const ion = ionForFile();

const functionId = async (functionName: string): Promise<number> => {
  const query =
    'query ($name: String) { validationFunctions(filters: { functionName: { eq: $name } }) { edges { node { id } } } }';
  return (await ion.ask(query, { name: functionName })).validationFunctions.edges[0].node.id;
};

/** A released procedure whose one field must be below 5, and a run of it whose step is under way. */
const newRun = async (): Promise<Answer> => {
  const procedure = await newProcedure(ion);
  const step = await ion.create('Step', { procedureId: procedure.id, title: 'torque' });
  const field = await ion.create('StepField', { stepId: step.id, name: 'Torque', type: 'NUMBER' });
  const validation = { fieldId: field.id, functionId: await functionId('less_than'), value: 5 };
  await ion.create('StepFieldValidation', validation);
  await ion.update('Procedure', procedure.id, { status: 'RELEASED' });
  const inside = 'steps { id fields { id _etag validations { result value validationId } } }';
  const run = await ion.create('Run', { procedureId: procedure.id, title: 'r' }, inside);
  await ion.update('RunStep', run.steps[0].id, { status: 'IN_PROGRESS' });
  return { procedure, field, runField: run.steps[0].fields[0] };
};

const SET =
  'mutation ($input: UpdateRunStepFieldValueInput!) { updateRunStepFieldValue(input: $input) { runStepField { _etag validations { result } } } }';

describe('validations', () => {
  test('are of functions that ION brings along: there is no mutation for those [SDL; names are inferred]', async () => {
    const { validationFunctions } = await ion.ask(
      '{ validationFunctions { edges { node { functionName displayName } } } }',
    );
    expect(validationFunctions.edges.map((edge: Answer) => edge.node.functionName)).toContain('less_than');
  });

  test('are copied to runs, PENDING until there is a value, then PASS or FAIL [SDL Validationresultenum]', async () => {
    const { runField } = await newRun();
    expect(runField.validations).toMatchObject([{ result: 'PENDING', value: 5 }]);
    const set = async (value: number, etag: string) =>
      (await ion.ask(SET, { input: { id: runField.id, etag, value } })).updateRunStepFieldValue.runStepField;
    const low = await set(4, runField._etag);
    expect(low.validations).toEqual([{ result: 'PASS' }]);
    expect((await set(6, low._etag)).validations).toEqual([{ result: 'FAIL' }]);
  });

  test('are part of the draft that their field is in [MAN: only a draft is edited]', async () => {
    const { field } = await newRun();
    const refused = await ion.refusedCreate('StepFieldValidation', {
      fieldId: field.id,
      functionId: await functionId('equal_to'),
    });
    expect(refused.message).toContain('only a DRAFT');
  });
});
