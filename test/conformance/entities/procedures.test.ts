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

  test('a new version is a draft with a copy of steps, fields, edges and part links; one draft per family [MAN]', async () => {
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

  test('a label hangs on the family, so every version shows it [SDL]', async () => {
    const { id, familyId } = await newProcedure(ion);
    const label = await ion.create('Label', { value: 'critical' });
    const add =
      'mutation ($input: LabelToProcedureFamilyInput!) { addLabelToProcedureFamily(input: $input) { labelId familyId } }';
    await ion.ask(add, { input: { labelId: label.id, familyId } });
    expect(await ion.get('Procedure', id, 'labels familyLabels { value }')).toEqual({
      labels: ['critical'],
      familyLabels: [{ value: 'critical' }],
    });
  });
});

describe('step', () => {
  test('its position is the order of creation among its siblings, whatever the input says [SDL]', async () => {
    const { id } = await newProcedure(ion);
    const first = await newStep(id, { position: 7 });
    const second = await newStep(id, { position: 0 });
    const nested = await newStep(id, { parentId: second.id });
    expect([first.position, second.position, nested.position]).toEqual([0, 1, 0]);
  });

  test('a nested step belongs to its parent’s procedure and to no other (inferred)', async () => {
    const [one, other] = [await newProcedure(ion), await newProcedure(ion)];
    const parent = await newStep(one.id);
    const nested = await ion.create('Step', { title: 'nested', parentId: parent.id }, 'procedureId');
    expect(nested.procedureId).toBe(one.id);
    const input = { title: 'astray', parentId: parent.id, procedureId: other.id };
    expect((await ion.refusedCreate('Step', input)).message).toContain('another procedure');
  });

  test('steps nest five levels deep at most [docs procedures overview]', async () => {
    const { id } = await newProcedure(ion);
    let parentId: number | undefined;
    for (let level = 1; level <= 5; level += 1) {
      parentId = (await newStep(id, parentId === undefined ? {} : { parentId })).id;
    }
    const refused = await ion.refusedCreate('Step', { title: 'sixth', procedureId: id, parentId });
    expect(refused.message).toContain('5 levels');
  });

  test('a changed step changes the procedure’s etag (inferred)', async () => {
    const { id } = await newProcedure(ion);
    const etags = [await ion.etagOf('Procedure', id)];
    const step = await newStep(id);
    etags.push(await ion.etagOf('Procedure', id));
    await ion.update('Step', step.id, { title: 'renamed' });
    etags.push(await ion.etagOf('Procedure', id));
    await ion.create('StepField', { stepId: step.id, name: 'f' });
    etags.push(await ion.etagOf('Procedure', id));
    expect(new Set(etags).size).toBe(4);
  });

  test('reorderSteps sets positions, with an etag for each step [SDL]', async () => {
    const { id } = await newProcedure(ion);
    const [first, second] = [await newStep(id), await newStep(id)];
    const mutation = 'mutation ($input: ReorderStepsInput!) { reorderSteps(input: $input) { steps { id position } } }';
    const places = [
      { id: first.id, position: 1, etag: first._etag },
      { id: second.id, position: 0, etag: second._etag },
    ];
    await ion.ask(mutation, { input: { procedureId: id, steps: places } });
    expect((await ion.get('Procedure', id, 'steps { id }')).steps).toEqual([{ id: second.id }, { id: first.id }]);
    const stale = await ion.refusal(mutation, { input: { procedureId: id, steps: places } });
    expect(stale.code).toBe('CONCURRENCY_ERROR');
  });

  test('a step is copied with everything below it [SDL copyStep; what is copied is inferred]', async () => {
    const { id } = await newProcedure(ion);
    const step = await newStep(id);
    const nested = await newStep(id, { parentId: step.id });
    await ion.create('StepField', { stepId: nested.id, name: 'Width', type: 'NUMBER', unit: 'mm' });
    const target = await newProcedure(ion);
    const mutation =
      'mutation ($input: CopyStepInput!) { copyStep(input: $input) { step { title procedureId position steps { title fields { name unit } } } } }';
    const { step: copy } = (await ion.ask(mutation, { input: { stepId: step.id, procedureId: target.id } })).copyStep;
    expect(copy).toEqual({
      title: step.title,
      procedureId: target.id,
      position: 0,
      steps: [{ title: nested.title, fields: [{ name: 'Width', unit: 'mm' }] }],
    });
  });

  test('rich text comes back as it went in [SDL SlateContent]', async () => {
    const { id } = await newProcedure(ion);
    const slateContent = [{ type: 'p', children: [{ text: 'Torque ' }, { text: 'crosswise', bold: true }] }];
    const step = await newStep(id, { slateContent });
    expect((await ion.get('Step', step.id, 'slateContent')).slateContent).toEqual(slateContent);
  });
});

describe('step edges', () => {
  const twoSteps = async () => {
    const { id } = await newProcedure(ion);
    return { id, one: await newStep(id), two: await newStep(id), three: await newStep(id) };
  };

  test('both ends know each other [SDL]', async () => {
    const { one, two } = await twoSteps();
    const edge = await ion.create(
      'StepEdge',
      { stepId: two.id, upstreamStepId: one.id },
      '_etag stepId upstreamStepId',
    );
    expect(await ion.get('Step', one.id, 'downstreamStepIds downstream { id } upstreamStepIds')).toEqual({
      downstreamStepIds: [two.id],
      downstream: [{ id: edge.id }],
      upstreamStepIds: [],
    });
    expect((await ion.get('Step', two.id, 'upstream { upstreamStep { title } }')).upstream).toEqual([
      { upstreamStep: { title: one.title } },
    ]);
    const remove = 'mutation ($id: ID!, $etag: String!) { deleteStepEdge(id: $id, etag: $etag) { id } }';
    expect((await ion.ask(remove, { id: edge.id, etag: edge._etag })).deleteStepEdge.id).toBe(edge.id);
    expect((await ion.get('Step', two.id, 'upstreamStepIds')).upstreamStepIds).toEqual([]);
  });

  test('a circle is refused, and so is the same edge twice (inferred)', async () => {
    const { one, two, three } = await twoSteps();
    await ion.create('StepEdge', { stepId: two.id, upstreamStepId: one.id });
    await ion.create('StepEdge', { stepId: three.id, upstreamStepId: two.id });
    for (const stepId of [one.id, three.id]) {
      const refused = await ion.refusedCreate('StepEdge', { stepId: one.id, upstreamStepId: stepId });
      expect(refused.message).toContain('circle');
    }
    const again = await ion.refusedCreate('StepEdge', { stepId: two.id, upstreamStepId: one.id });
    expect(again.message).toContain('already depends');
  });

  test('steps of different procedures cannot depend on each other (inferred)', async () => {
    const [here, there] = [await twoSteps(), await twoSteps()];
    const refused = await ion.refusedCreate('StepEdge', { stepId: here.one.id, upstreamStepId: there.one.id });
    expect(refused.message).toContain('different procedures');
  });
});

describe('part and procedure', () => {
  test('the pair is its own key: created PENDING, approved and deleted by both ids [SDL]', async () => {
    const { id } = await newProcedure(ion);
    const part = await newPart(ion);
    const input = { partId: part.id, procedureId: id };
    const link = await ion.create('PartProcedure', input, 'partId procedureId status required _etag');
    expect(link).toMatchObject({
      partId: String(part.id),
      procedureId: String(id),
      status: 'PENDING',
      required: false,
    });
    expect((await ion.refusedCreate('PartProcedure', input)).message).toContain('already exists');
    const update =
      'mutation ($input: UpdatePartProcedureInput!) { updatePartProcedure(input: $input) { partProcedure { status _etag } } }';
    const approved = (await ion.ask(update, { input: { ...input, status: 'APPROVED', etag: link._etag } }))
      .updatePartProcedure.partProcedure;
    expect(approved.status).toBe('APPROVED');
    expect(
      (await ion.ask(`{ partProcedure(partId: ${part.id}, procedureId: ${id}) { status } }`)).partProcedure,
    ).toEqual({
      status: 'APPROVED',
    });
    const remove =
      'mutation ($partId: ID!, $procedureId: ID!, $etag: String!) { deletePartProcedure(partId: $partId, procedureId: $procedureId, etag: $etag) { partId procedureId } }';
    expect((await ion.ask(remove, { ...input, etag: approved._etag })).deletePartProcedure).toEqual(input);
  });
});
