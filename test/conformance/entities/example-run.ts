// The run that the tests of runs and run steps share: prepare → torque, and under torque a nested check.
import { type Answer, type Ion, newProcedure } from '../ion.ts';

const STEPS =
  'steps { id title status position parentId originStepId _etag availableToWork upstreamStepIds fields { id name originFieldId _etag } }';

export const SET_VALUE =
  'mutation ($input: UpdateRunStepFieldValueInput!) { updateRunStepFieldValue(input: $input) { runStepField { value valid _etag } } }';

/** Torque has a required number and a choice. */
export const releasedProcedure = async (ion: Ion) => {
  const procedure = await newProcedure(ion);
  const step = (title: string, fields = {}) => ion.create('Step', { procedureId: procedure.id, title, ...fields });
  const prepare = await step('prepare');
  const torque = await step('torque');
  const check = await step('check', { parentId: torque.id });
  await ion.create('StepField', { stepId: torque.id, name: 'Torque', type: 'NUMBER', required: true, unit: 'Nm' });
  await ion.create('StepField', { stepId: torque.id, name: 'Tool', type: 'SELECT', options: ['A', 'B'] });
  await ion.create('StepEdge', { stepId: torque.id, upstreamStepId: prepare.id });
  await ion.update('Procedure', procedure.id, { status: 'RELEASED' });
  return { id: procedure.id, prepare, torque, check };
};

export const newRun = async (ion: Ion, fields: Readonly<Record<string, unknown>> = {}) => {
  const procedure = await releasedProcedure(ion);
  const input = { procedureId: procedure.id, title: ion.unique('Run'), ...fields };
  const run = await ion.create('Run', input, `status ${STEPS}`);
  const step = (title: string): Answer => run.steps.find((one: { title: string }) => one.title === title);
  return { procedure, run, prepare: step('prepare'), torque: step('torque'), check: step('check') };
};

/** Takes a run step through these statuses; the answer to the last. */
export const move = async (ion: Ion, step: { id: number }, statuses: string, fields = 'status'): Promise<Answer> => {
  let answer: Answer;
  for (const status of statuses.split(' ')) answer = await ion.update('RunStep', step.id, { status }, fields);
  return answer;
};

export const valueInput = async (ion: Ion, field: { id: number }, value: unknown) => ({
  input: { id: field.id, etag: await ion.etagOf('RunStepField', field.id), value },
});

export const setValue = async (ion: Ion, field: { id: number }, value: unknown): Promise<Answer> =>
  (await ion.ask(SET_VALUE, await valueInput(ion, field, value))).updateRunStepFieldValue.runStepField;

/** Takes every step to COMPLETE in its order. */
export const complete = async (ion: Ion, { prepare, torque, check }: Awaited<ReturnType<typeof newRun>>) => {
  await move(ion, prepare, 'IN_PROGRESS COMPLETE');
  await move(ion, torque, 'IN_PROGRESS');
  await setValue(ion, torque.fields[0], 1.2);
  await move(ion, check, 'IN_PROGRESS COMPLETE');
  await move(ion, torque, 'COMPLETE');
};
