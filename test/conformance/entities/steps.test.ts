// Steps of procedures, and what has to be done before them.
import { describe, expect, test } from 'vitest';
import { ionForFile, newProcedure } from '../ion.ts';

const ion = ionForFile();

const newStep = (procedureId: number, fields: Readonly<Record<string, unknown>> = {}) =>
  ion.create(
    'Step',
    { procedureId, title: ion.unique('Step'), ...fields },
    'title position parentId procedureId _etag',
  );

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
