import { describe, expect, test } from 'vitest';
import { ionForFile, newPart, newProcedure } from '../ion.ts';

const ion = ionForFile();

const VERSION =
  'mutation ($familyId: ID!, $procedureId: ID) { createProcedureVersion(familyId: $familyId, procedureId: $procedureId) { procedure { id version status title familyId isLatestVersion partProcedures { partId } steps { ...step steps { ...step } } } } } fragment step on Step { id title position parentId fields { name type } upstreamStepIds }';

const newStep = (procedureId: number, fields: Readonly<Record<string, unknown>> = {}) =>
  ion.create(
    'Step',
    { procedureId, title: ion.unique('Step'), ...fields },
    'title position parentId procedureId _etag',
  );

const LOCKED = { code: 'VALIDATION_ERROR', message: expect.stringContaining('only a DRAFT can be edited') };

describe('procedure', () => {
  test('it is created with flat arguments, or with an input beside the title [SDL]', async () => {
    const flat = await ion.ask(
      'mutation { createProcedure(title: "Flat", type: INSPECTION, description: "d") { procedure { title type description version status editable } } }',
    );
    expect(flat.createProcedure.procedure).toEqual({
      title: 'Flat',
      type: 'INSPECTION',
      description: 'd',
      version: 1,
      status: 'DRAFT',
      editable: 'true',
    });
    const nested = await ion.ask(
      'mutation { createProcedure(title: "Flat", input: { title: "Nested", type: MAINTENANCE }) { procedure { title type } } }',
    );
    expect(nested.createProcedure.procedure).toEqual({ title: 'Flat', type: 'MAINTENANCE' });
  });

  test('only a draft can be edited [MAN]', async () => {
    const { id } = await newProcedure(ion);
    const step = await newStep(id);
    await ion.update('Procedure', id, { status: 'RELEASED' });
    expect(await ion.refusedUpdate('Procedure', id, { title: 'other' })).toMatchObject(LOCKED);
    expect(await ion.refusedCreate('Step', { procedureId: id, title: 'late' })).toMatchObject(LOCKED);
    expect(await ion.refusedUpdate('Step', step.id, { title: 'other' })).toMatchObject(LOCKED);
    expect(await ion.refusedRemove('Step', step.id)).toMatchObject(LOCKED);
    expect(await ion.refusedCreate('StepField', { stepId: step.id, name: 'late' })).toMatchObject(LOCKED);
    expect(await ion.refusedRemove('Procedure', id)).toMatchObject({
      message: expect.stringContaining('only an unused draft'),
    });
  });

  test('a new version is a draft with a copy of steps, fields, edges and part links; one draft per family [MAN; what is copied is inferred]', async () => {
    const { id, familyId } = await newProcedure(ion);
    const part = await newPart(ion);
    await ion.create('PartProcedure', { partId: part.id, procedureId: id }, 'status');
    const [first, second] = [await newStep(id), await newStep(id)];
    const nested = await newStep(id, { parentId: second.id });
    await ion.create('StepField', { stepId: nested.id, name: 'Torque', type: 'NUMBER' });
    await ion.create('StepEdge', { stepId: second.id, upstreamStepId: first.id }, '_etag');
    expect((await ion.refusal(VERSION, { familyId })).message).toContain('already has a draft');
    await ion.update('Procedure', id, { status: 'RELEASED' });
    const { procedure } = (await ion.ask(VERSION, { familyId })).createProcedureVersion;
    expect(procedure).toMatchObject({ version: 2, status: 'DRAFT', familyId, isLatestVersion: true });
    expect(procedure.partProcedures).toEqual([{ partId: String(part.id) }]);
    type Copy = Readonly<Record<string, unknown>> & { readonly title: string; readonly steps?: readonly Copy[] };
    const listed: readonly Copy[] = procedure.steps.flatMap((step: Copy) => [step, ...(step.steps ?? [])]);
    const copies = new Map(listed.map(step => [step.title, step]));
    const [one, two, three] = [first, second, nested].map(step => copies.get(step.title)) as Copy[];
    expect(one).toMatchObject({ position: 0, parentId: null, upstreamStepIds: [] });
    expect(two).toMatchObject({ position: 1, upstreamStepIds: [one?.['id']] });
    expect(three).toMatchObject({ parentId: two?.['id'], fields: [{ name: 'Torque', type: 'NUMBER' }] });
    expect(one?.['id']).not.toBe(first.id);
  });

  test('a version in review goes back to draft only where there is no other draft [MAN; the way back is inferred]', async () => {
    const { id, familyId } = await newProcedure(ion);
    await ion.update('Procedure', id, { status: 'IN_REVIEW' });
    const second = (await ion.ask(VERSION, { familyId })).createProcedureVersion.procedure;
    expect(await ion.refusedUpdate('Procedure', id, { status: 'DRAFT' })).toMatchObject({
      message: expect.stringContaining('already has a draft'),
    });
    await ion.update('Procedure', second.id, { status: 'IN_REVIEW' });
    expect(await ion.update('Procedure', id, { status: 'DRAFT' }, 'status')).toEqual({ status: 'DRAFT' });
  });

  test('releasing a version archives the one released before (inferred)', async () => {
    const { id, familyId } = await newProcedure(ion);
    await ion.update('Procedure', id, { status: 'IN_REVIEW' });
    await ion.update('Procedure', id, { status: 'RELEASED' });
    const next = (await ion.ask(VERSION, { familyId, procedureId: id })).createProcedureVersion.procedure;
    await ion.update('Procedure', next.id, { status: 'RELEASED' });
    expect((await ion.get('Procedure', id, 'status isLatestReleasedVersion')).status).toBe('ARCHIVED');
    const list = '($f: ID) { procedures(familyId: $f, isLatestVersion: true) { edges { node { id status } } } }';
    expect((await ion.ask(`query ${list}`, { f: familyId })).procedures.edges).toEqual([
      { node: { id: next.id, status: 'RELEASED' } },
    ]);
  });

  test('an unused draft is deleted with everything in it [MAN]', async () => {
    const { id } = await newProcedure(ion);
    const step = await newStep(id);
    await newStep(id, { parentId: step.id });
    await ion.create('StepField', { stepId: step.id, name: 'f' });
    expect(await ion.remove('Procedure', id)).toEqual({ id });
    expect((await ion.refusal(`{ step(id: ${step.id}) { id } }`)).code).toBe('NOT_FOUND');
  });
});
