import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile, newProcedure } from '../ion.ts';

const ion = ionForFile();

const FACTS = 'familyId version standardStepStatus isStandardStep isLatestVersion';

const newStandard = (fields = {}): Promise<Answer> =>
  ion.create('Step', { title: ion.unique('Standard'), ...fields }, FACTS);

const nextVersion = async (familyId: number): Promise<Answer> => {
  const text = `mutation ($input: CreateStandardStepVersionInput!) { createStandardStepVersion(input: $input) { step { id title ${FACTS} fields { name } } } }`;
  return (await ion.ask(text, { input: { familyId } })).createStandardStepVersion.step;
};

describe('standard steps', () => {
  test('are steps without a procedure, and drafts first [EX]', async () => {
    expect(await newStandard()).toMatchObject({ isStandardStep: true, standardStepStatus: 'DRAFT', version: 1 });
  });

  test('have versions in a family, of which one is a draft and one released [SDL; the rules are inferred]', async () => {
    const first = await newStandard();
    await ion.create('StepField', { stepId: first.id, name: 'Torque', type: 'NUMBER' });
    await ion.update('Step', first.id, { standardStepStatus: 'RELEASED' });
    const refused = await ion.refusedUpdate('Step', first.id, { title: 'Other' });
    expect(refused.message).toContain('RELEASED');
    const second = await nextVersion(first.familyId);
    expect(second).toMatchObject({ version: 2, standardStepStatus: 'DRAFT', fields: [{ name: 'Torque' }] });
    await ion.update('Step', second.id, { standardStepStatus: 'RELEASED' });
    expect(await ion.get('Step', first.id, 'standardStepStatus isLatestVersion')).toEqual({
      standardStepStatus: 'ARCHIVED',
      isLatestVersion: false,
    });
  });

  test('are copied to families of their own by copyStandardStep [SDL; inferred]', async () => {
    const step = await newStandard();
    const text = `mutation ($input: CopyStandardStepInput!) { copyStandardStep(input: $input) { step { id ${FACTS} } } }`;
    const { copyStandardStep } = await ion.ask(text, { input: { stepId: step.id } });
    expect(copyStandardStep.step).toMatchObject({ version: 1, standardStepStatus: 'DRAFT' });
    expect(copyStandardStep.step.familyId).not.toBe(step.familyId);
  });

  test('are copied into a procedure by copyStep, as steps that know where they come from [SDL; inferred]', async () => {
    const standard = await newStandard();
    await ion.update('Step', standard.id, { standardStepStatus: 'RELEASED' });
    const procedure = await newProcedure(ion);
    const text =
      'mutation ($input: CopyStepInput!) { copyStep(input: $input) { step { id isDerivedStep standardStepFamilyId standardStep { id } } } }';
    const { copyStep } = await ion.ask(text, { input: { stepId: standard.id, procedureId: procedure.id } });
    expect(copyStep.step).toMatchObject({
      isDerivedStep: true,
      standardStepFamilyId: standard.familyId,
      standardStep: { id: standard.id },
    });
    expect(await ion.get('Step', standard.id, 'derivedSteps { id } standardStepProcedureCount')).toEqual({
      derivedSteps: [{ id: copyStep.step.id }],
      standardStepProcedureCount: 1,
    });
    await ion.update('Step', copyStep.step.id, { breakStandardStepLink: true });
    expect(await ion.get('Step', copyStep.step.id, 'isDerivedStep')).toEqual({ isDerivedStep: false });
  });
});
