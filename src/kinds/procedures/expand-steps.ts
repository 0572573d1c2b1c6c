/** The steps of a procedure with all that stands in them, as flat entities. */
import type { Locate, Path } from '../../source/source-file.ts';
import type { Entity } from '../../state/entity.ts';
import { type Fields, mappingOf, type Value } from '../../state/value.ts';
import { entity, listOf, referenceKey } from '../entry.ts';
import { tagged, untagged } from '../tags.ts';
import { expandDatagrid, type Place } from './expand-datagrid.ts';

export interface StepContext {
  readonly procedure: string;
  readonly parent: string | undefined;
  readonly previous: string | undefined;
  readonly path: Path;
  readonly locate: Locate;
}

function expandValidations(field: string, authored: Value | undefined, place: Place): readonly Entity[] {
  const { prefix, path, locate } = place;
  return listOf(authored).map((validation, index) => {
    const { function: name = null, ...fields } = mappingOf(validation);
    const at = [...path, 'validations', index];
    const reference = typeof name === 'string' ? { lookup: { functionName: name } } : name;
    const key = `${field}.${referenceKey(reference)}`;
    return entity({
      kind: `${prefix}step-field-validation`,
      key,
      fields: { field, function: reference, ...fields },
      locate,
      path: at,
    });
  });
}

function expandFields(authored: Fields, { prefix, step, path, locate }: Place): readonly Entity[] {
  const names = Object.keys(authored);
  return names.flatMap((name, index) => {
    const { validations, ...own } = mappingOf(authored[name]);
    const at = [...path, name];
    const previous = index === 0 ? undefined : `${step}.${names[index - 1]}`;
    const field = entity({
      kind: `${prefix}step-field`,
      key: `${step}.${name}`,
      fields: { step, name, previous, ...own },
      locate,
      path: at,
      fieldPaths: { name: at },
      owns: validations === undefined ? [] : [`${prefix}step-field-validation`],
    });
    return [field, ...expandValidations(field.key, validations, { prefix, step, path: at, locate })];
  });
}

function expandInstalls(step: string, authored: Value | undefined, path: Path, locate: Locate): readonly Entity[] {
  return listOf(authored).map((one, index) => {
    const { item: part = null, bom, referenceDesignator: position, ...fields } = mappingOf(one);
    const at = [...path, 'installs', index];
    return entity({
      kind: 'step-installation',
      key: [step, referenceKey(part), ...(position === undefined ? [] : [position])].join('.'),
      fields: { step, part, bom, position, ...fields },
      locate,
      path: at,
      fieldPaths: {
        part: [...at, 'item'],
        item: [...at, 'item'],
        position: [...at, 'referenceDesignator'],
        designator: [...at, 'referenceDesignator'],
      },
    });
  });
}

function expandEdges(key: string, after: Value | undefined, context: StepContext): readonly Entity[] {
  const { procedure, path, locate } = context;
  return listOf(after).map((upstream, index) =>
    entity({
      kind: 'step-edge',
      key: `${procedure}.${upstream}>${key}`,
      fields: { step: `${procedure}.${key}`, upstream: `${procedure}.${upstream}` },
      locate,
      path: [...path, 'after', index],
      fieldPaths: { upstream: [...path, 'after', index], step: path },
    }),
  );
}

/** What a step and a standard step have in common: fields and a datagrid. */
export function expandContents(
  { fields, datagrid }: Fields,
  place: Place,
): { readonly entities: readonly Entity[]; readonly owns: readonly string[] } {
  const grid = expandDatagrid(datagrid, place);
  return {
    entities: [...expandFields(mappingOf(fields), { ...place, path: [...place.path, 'fields'] }), ...grid.entities],
    owns: [...(fields === undefined ? [] : [`${place.prefix}step-field`]), ...grid.owns],
  };
}

/** ION shows a datagrid on steps of that type only. [SDL Steptypes] */
export function typeFor({ datagrid }: Fields): Fields {
  return datagrid === undefined ? {} : { type: 'DATAGRID' };
}

function expandStep(key: string, authored: Value, context: StepContext): readonly Entity[] {
  const { procedure, parent, previous, path, locate } = context;
  const written = mappingOf(authored);
  const { after, fields, steps, datagrid, installs, ...own } = untagged(written);
  const name = `${procedure}.${key}`;
  const contents = expandContents(written, { prefix: '', step: name, path, locate });
  const step = entity({
    kind: 'step',
    key: name,
    fields: { procedure, parent, previous, ...typeFor(written), ...own },
    locate,
    path,
    owns: [
      ...(after === undefined ? [] : ['step-edge']),
      ...(installs === undefined ? [] : ['step-installation']),
      ...contents.owns,
    ],
  });
  return [
    ...tagged(step, written, path, locate),
    ...contents.entities,
    ...expandInstalls(name, installs, path, locate),
    ...expandEdges(key, after, context),
    ...expandSteps(mappingOf(steps), { ...context, parent: name, path }),
  ];
}

/** The steps of one level, in their order, each with those below it. */
export function expandSteps(authored: Fields, context: Omit<StepContext, 'previous'>): readonly Entity[] {
  const keys = Object.keys(authored);
  return keys.flatMap((key, index) =>
    expandStep(key, authored[key] ?? null, {
      ...context,
      previous: index === 0 ? undefined : `${context.procedure}.${keys[index - 1]}`,
      path: [...context.path, 'steps', key],
    }),
  );
}
