import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile, newPart, newProcedure } from '../ion.ts';
import { complete, move, newRun, releasedProcedure } from './example-run.ts';

const ion = ionForFile();

const runStatus = async (run: { id: number }) => (await ion.get('Run', run.id, 'status')).status;

describe('creating a run', () => {
  test('steps, nesting, fields and edges are copied and know where they came from [GUIDE]', async () => {
    const { procedure, run, prepare, torque, check } = await newRun(ion);
    expect(run.status).toBe('TODO');
    expect(prepare).toMatchObject({ originStepId: procedure.prepare.id, status: 'TODO', availableToWork: true });
    expect(torque).toMatchObject({
      originStepId: procedure.torque.id,
      upstreamStepIds: [prepare.id],
      availableToWork: false,
    });
    expect(check).toMatchObject({ originStepId: procedure.check.id, parentId: torque.id, availableToWork: false });
    const { fields } = await ion.get('Step', procedure.torque.id, 'fields { id name }');
    expect(torque.fields).toMatchObject(fields.map((field: Answer) => ({ name: field.name, originFieldId: field.id })));
  });

  test('the procedure must be released (inferred from [SDL])', async () => {
    const draft = await newProcedure(ion);
    const refused = await ion.refusedCreate('Run', { procedureId: draft.id, title: 'r' });
    expect(refused.message).toContain('a run needs a RELEASED one');
  });

  test('later changes to the procedure do not touch the run [docs]', async () => {
    const { procedure, run } = await newRun(ion);
    const { familyId } = await ion.get('Procedure', procedure.id, 'familyId');
    const version = 'mutation ($id: ID!) { createProcedureVersion(familyId: $id) { procedure { id steps { id } } } }';
    const draft = (await ion.ask(version, { id: familyId })).createProcedureVersion.procedure;
    await ion.remove('Step', draft.steps[0].id);
    expect((await ion.get('Run', run.id, 'steps { id }')).steps).toHaveLength(3);
  });

  test('a part without an inventory gets one made for the run [EX, MAN]', async () => {
    const part = await newPart(ion, { trackingType: 'SERIAL' });
    const { run } = await newRun(ion, { partId: part.id });
    const made = await ion.get('Run', run.id, 'partInventory { partId quantity serialNumber status }');
    expect(made.partInventory).toEqual({ partId: part.id, quantity: 1, serialNumber: null, status: 'WIP' });
  });

  test('the part of a run is its inventory’s (inferred)', async () => {
    const [part, other] = [await newPart(ion), await newPart(ion)];
    const inventory = await ion.create('PartInventory', { partId: part.id });
    const { run } = await newRun(ion, { partInventoryId: inventory.id });
    expect((await ion.get('Run', run.id, 'partId part { partNumber }')).partId).toBe(part.id);
    const refused = await ion.refusedCreate('Run', { title: 'r', partInventoryId: inventory.id, partId: other.id });
    expect(refused.message).toContain(`is of part ${part.id}`);
  });

  test('a title is required unless it is to be generated [SDL]', async () => {
    const { id } = await releasedProcedure(ion);
    expect((await ion.refusedCreate('Run', { procedureId: id })).message).toBe('Run.title is required.');
    const run = await ion.create('Run', { procedureId: id, autogenerateTitle: true }, 'title');
    expect(run.title).toEqual(expect.stringMatching(/\S/));
  });

  test('runs can be created and updated in bulk [SDL]', async () => {
    const create = 'mutation ($input: [CreateRunInput]) { createRuns(input: $input) { runs { id title _etag } } }';
    const { runs } = (await ion.ask(create, { input: [{ title: 'a' }, { title: 'b' }] })).createRuns;
    const update = 'mutation ($input: [UpdateRunInput]) { updateRuns(input: $input) { runs { title description } } }';
    const input = runs.map((run: Answer) => ({ id: run.id, etag: run._etag, description: `of ${run.title}` }));
    expect((await ion.ask(update, { input })).updateRuns.runs).toEqual([
      { title: 'a', description: 'of a' },
      { title: 'b', description: 'of b' },
    ]);
  });
});

describe('the status of a run follows its steps', () => {
  test('TODO → IN_PROGRESS → COMPLETE, with the share that is done [SDL, MAN; the share is inferred]', async () => {
    const made = await newRun(ion);
    expect(await runStatus(made.run)).toBe('TODO');
    await move(ion, made.prepare, 'IN_PROGRESS');
    expect(await runStatus(made.run)).toBe('IN_PROGRESS');
    await move(ion, made.prepare, 'COMPLETE');
    const fields = 'status percentComplete isOpen startTime endTime';
    expect(await ion.get('Run', made.run.id, fields)).toMatchObject({
      status: 'IN_PROGRESS',
      percentComplete: 33,
      isOpen: true,
      endTime: null,
    });
    const other = await newRun(ion);
    await complete(ion, other);
    expect(await ion.get('Run', other.run.id, fields)).toEqual({
      status: 'COMPLETE',
      percentComplete: 100,
      isOpen: false,
      startTime: expect.any(String),
      endTime: expect.any(String),
    });
  });

  test.each(['FAILED', 'HOLD', 'REDLINE'])('one step %s is enough [MAN runs-and-step-states]', async status => {
    const { run, prepare } = await newRun(ion);
    await move(ion, prepare, `IN_PROGRESS ${status}`);
    expect(await runStatus(run)).toBe(status);
  });

  test('a run without any step is TODO (inferred)', async () => {
    const procedure = await newProcedure(ion);
    await ion.update('Procedure', procedure.id, { status: 'RELEASED' });
    const empty = await ion.create('Run', { procedureId: procedure.id, title: 'nothing to do' }, 'status isOpen');
    const loose = await ion.create('Run', { title: 'without a procedure' }, 'status');
    expect([empty.status, empty.isOpen, loose.status]).toEqual(['TODO', true, 'TODO']);
  });

  test('REDLINE goes before HOLD [MAN runs-and-step-states]', async () => {
    const { run, prepare, torque } = await newRun(ion);
    await move(ion, prepare, 'HOLD');
    await move(ion, torque, 'REDLINE');
    expect(await runStatus(run)).toBe('REDLINE');
    await move(ion, torque, 'TODO');
    expect(await runStatus(run)).toBe('HOLD');
  });

  test('FAILED comes after both [PR manufacturingAutomation]', async () => {
    const { run, prepare, torque } = await newRun(ion);
    await move(ion, prepare, 'IN_PROGRESS FAILED');
    expect(await runStatus(run)).toBe('FAILED');
    await move(ion, torque, 'HOLD');
    expect(await runStatus(run)).toBe('HOLD');
    await move(ion, torque, 'REDLINE');
    expect(await runStatus(run)).toBe('REDLINE');
  });

  test('runs are found by the number of their part, and by where a step is done [SDL RunsInputFilters; inferred]', async () => {
    const [part, bench] = [await newPart(ion), await ion.create('Location', { name: 'Bench' })];
    const procedure = await newProcedure(ion);
    await ion.create('Step', { procedureId: procedure.id, title: 'solder', locationId: bench.id });
    await ion.update('Procedure', procedure.id, { status: 'RELEASED' });
    const run = await ion.create('Run', { procedureId: procedure.id, title: 'at the bench', partId: part.id });
    const { partNumber } = await ion.get('Part', part.id, 'partNumber');
    for (const filters of [{ partNumber: { eq: partNumber } }, { locationId: { eq: bench.id } }]) {
      expect(await ion.find('runs', 'RunsInputFilters', filters)).toEqual([{ id: run.id }]);
    }
    const there = { locationId: { eq: bench.id } };
    expect(await ion.find('procedures', 'ProceduresInputFilters', there)).toEqual([{ id: procedure.id }]);
  });

  test('issues and redlines are found by their run [SDL IssueInputFilters, RedlinesInputFilters]', async () => {
    const { run, prepare } = await newRun(ion);
    const issue = await ion.create('Issue', { title: 'scratched', runStepId: prepare.id });
    const { redlines } = await move(ion, prepare, 'REDLINE', 'redlines { id }');
    await newRun(ion);
    const mine = { runId: { eq: run.id } };
    expect(await ion.find('issues', 'IssueInputFilters', mine)).toEqual([{ id: issue.id }]);
    expect(await ion.find('redlines', 'RedlinesInputFilters', mine)).toEqual(redlines);
  });

  test('runs are found by their status [SDL]', async () => {
    const { run, procedure, prepare } = await newRun(ion);
    await move(ion, prepare, 'HOLD');
    const list =
      'query ($id: ID) { runs(filters: { procedureId: { eq: $id }, status: { in: [HOLD] } }) { edges { node { id } } } }';
    expect((await ion.ask(list, { id: procedure.id })).runs.edges).toEqual([{ node: { id: run.id } }]);
  });

  test('a canceled run cancels what is not COMPLETE and stands still [MAN; the latter is inferred]', async () => {
    const { run, prepare, torque } = await newRun(ion);
    await move(ion, prepare, 'IN_PROGRESS COMPLETE');
    const cancel =
      'mutation ($input: CancelRunInput!) { cancelRun(input: $input) { run { status isOpen steps { status } } } }';
    const input = { id: run.id, etag: await ion.etagOf('Run', run.id) };
    expect((await ion.ask(cancel, { input })).cancelRun.run).toEqual({
      status: 'CANCELED',
      isOpen: false,
      steps: expect.arrayContaining([{ status: 'COMPLETE' }, { status: 'CANCELED' }]),
    });
    const refused = await ion.refusedUpdate('RunStep', torque.id, { status: 'TODO' });
    expect(refused.message).toContain('is CANCELED');
  });

  test('an archived run is archived, and there is no deleting one [SDL]', async () => {
    const { run, prepare } = await newRun(ion);
    const archive = 'mutation ($input: ArchiveRunInput!) { archiveRun(input: $input) { run { archived isOpen } } }';
    const input = { id: run.id, etag: await ion.etagOf('Run', run.id), archived: true };
    expect((await ion.ask(archive, { input })).archiveRun.run).toEqual({ archived: true, isOpen: false });
    expect((await ion.refusedUpdate('RunStep', prepare.id, { status: 'IN_PROGRESS' })).message).toContain(
      'is archived',
    );
  });
});
