/** A step that is made from a standard step has what it shows and records from there, and is called like it. (inferred) */
import type { DesiredState, Entity } from '../../../state/entity.ts';
import { declaredAt, declaredOf, nameOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';

const COPIED: readonly (readonly [name: string, kind: string])[] = [
  ['fields', 'step-field'],
  ['datagrid', 'datagrid-column'],
  ['datagrid', 'datagrid-row'],
];

function writtenHere(step: Entity): readonly string[] {
  const own = ['type', 'content'].filter(name => step.fields[name] !== undefined);
  const inside = COPIED.filter(([, kind]) => step.owns.includes(kind)).map(([name]) => name);
  return [...new Set([...inside, ...(inside.includes('datagrid') ? own.filter(name => name !== 'type') : own)])];
}

function problems(step: Entity, state: DesiredState): readonly Finding[] {
  const standard = nameOf(String(step.fields['standardStep']), state);
  const copied = writtenHere(step).map((name): Finding => {
    const message = `the step is made from "${standard}", and has its ${name} from there`;
    const help = 'change the standard step, or leave it out here';
    return { code: 'bad-value', entity: step, path: [name], part: 'key', message, help };
  });
  const title = declaredAt(step, 'standardStep', state)?.fields['title'];
  if (title === undefined || title === step.fields['title']) return copied;
  const message = `the step is made from "${standard}", and has its title from there`;
  const at = { path: ['title'], part: 'value' as const };
  return [...copied, { code: 'bad-value', entity: step, ...at, message, help: `write title: ${String(title)}` }];
}

export const likeTheirStandardStep: Rule = state =>
  declaredOf('step', state)
    .filter(step => step.fields['standardStep'] !== undefined)
    .flatMap(step => problems(step, state));
