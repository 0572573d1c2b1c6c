import { describe, expect, it } from 'vitest';
import { problemsOf } from './compile-text.ts';

const PROCEDURE = `
procedures:
  build:
    title: Build
    status: RELEASED
    steps:
      prepare: { title: Prepare }
      mount:
        title: Mount
        after: [prepare]
        fields:
          Photo: { type: FILE_ATTACHMENT }
          Driver: { type: TOOL }
        steps:
          clamp:
            title: Clamp
            fields:
              Torque: { type: NUMBER, required: true, allowNotApplicable: true }
              Day: { type: SELECT, options: ['2026-03-09', later] }
              Seen at: { type: DATETIME }
              Marks: { type: MULTISELECT, options: [dent, burr], required: true }
          fit: { title: Fit, after: [clamp] }
      seal: { title: Seal, after: [fit] }
runs:
  one:
    title: One
    procedure: build
    steps:
`;

const steps = (...lines: readonly string[]) => PROCEDURE + lines.map(line => `      ${line}\n`).join('');

describe('the rules for runs', () => {
  it('accept a run that was done in order', async () => {
    const text = steps(
      'prepare: { status: COMPLETE }',
      'mount: { status: COMPLETE, values: { Driver: 12 } }',
      "clamp: { status: COMPLETE, values: { Torque: 0, Day: '2026-03-09', Seen at: '2026-03-09T08:00:00Z', Marks: [dent] } }",
      'fit: { status: COMPLETE }',
      'seal: { status: FAILED }',
    );
    expect(await problemsOf(text)).toEqual([]);
  });

  it.each(['IN_PROGRESS', 'HOLD', 'FAILED'])('accept steps inside one that is %s', async status => {
    expect(
      await problemsOf(
        steps('prepare: { status: COMPLETE }', `mount: { status: ${status} }`, 'clamp: { status: HOLD }'),
      ),
    ).toEqual([]);
  });

  it('accept a canceled step anywhere, and a step that is complete around canceled ones', async () => {
    const inside = ['clamp: { status: CANCELED }', 'fit: { status: CANCELED }'];
    expect(await problemsOf(steps('seal: { status: CANCELED }'))).toEqual([]);
    expect(await problemsOf(steps('prepare: { status: COMPLETE }', 'mount: { status: COMPLETE }', ...inside))).toEqual(
      [],
    );
  });

  it('take nothing and an empty list for no value', async () => {
    const text = steps(
      'prepare: { status: COMPLETE }',
      'mount: { status: IN_PROGRESS }',
      'clamp: { status: COMPLETE, values: { Torque: null, Marks: [] } }',
    );
    expect(await problemsOf(text)).toEqual([
      'missing-field: step "clamp" of run "one" cannot be COMPLETE without a value for "Torque" and "Marks"',
    ]);
  });

  it('accept null for a field of a step that has not begun', async () => {
    expect(await problemsOf(steps('clamp: { values: { Torque: null } }'))).toEqual([]);
  });

  it('take "not applicable" for a value where the field allows that', async () => {
    const clamp = (values: string) =>
      problemsOf(
        steps(
          'prepare: { status: COMPLETE }',
          'mount: { status: IN_PROGRESS }',
          `clamp: { status: COMPLETE, values: { ${values} } }`,
        ),
      );
    expect(await clamp('Torque: { notApplicable: true }, Marks: [dent]')).toEqual([]);
    expect(await clamp('Torque: { value: high, notApplicable: false }, Marks: { notApplicable: true }')).toEqual([
      'bad-value: "Torque" is a NUMBER field and takes a number, not "high"',
      'bad-value: "Marks" cannot be marked as not applicable',
    ]);
    expect(
      await problemsOf(steps('prepare: {}', 'mount: {}', 'clamp: { values: { Torque: { notApplicable: true } } }')),
    ).toEqual(['bad-value: step "clamp" has values, but is TODO: ION takes them only while a step is IN_PROGRESS']);
  });

  it('do not miss a required value while one stands under a wrong name', async () => {
    const text = steps(
      'prepare: { status: COMPLETE }',
      'mount: { status: IN_PROGRESS }',
      'clamp: { status: COMPLETE, values: { Torqe: 1.2, Marks: [burr] } }',
    );
    expect(await problemsOf(text)).toEqual([
      'unknown-reference: step "clamp" of procedure "build" has no field "Torqe"',
    ]);
  });

  it('of a chain that was begun too early report the first link', async () => {
    const text = steps(
      'mount: { status: COMPLETE }',
      'clamp: { status: COMPLETE, values: { Torque: 1, Marks: [burr] } }',
      'fit: { status: COMPLETE }',
      'seal: { status: COMPLETE }',
    );
    expect(await problemsOf(text)).toEqual([
      'bad-value: step "mount" of run "one" cannot be COMPLETE while "prepare" before it is TODO',
    ]);
  });

  it('say nothing of a run whose procedure has mistakes of its own', async () => {
    const text = steps('seal: { status: COMPLETE }', 'sael: { status: TODO }').replace(
      'title: Build',
      'title: Build\n    type: MAKE',
    );
    expect(await problemsOf(text)).toEqual(['bad-value: "type" cannot be "MAKE"']);
  });
});
