/** A value in a datagrid is of its column's type, and one of its options. [SDL; what each type takes is inferred] */
import { declaredAt, declaredOf } from '../../declared.ts';
import type { Finding, Rule } from '../../kind.ts';
import { valueProblem } from '../../runs/rules/values-of-their-type.ts';

export const cellsOfTheirColumn: Rule = state =>
  ['datagrid-value', 'standard-datagrid-value']
    .flatMap(kind => declaredOf(kind, state))
    .flatMap((entity): readonly Finding[] => {
      const column = declaredAt(entity, 'column', state);
      const problem = column && valueProblem(entity.fields['value'] ?? null, column);
      return problem ? [{ code: 'bad-value', entity, part: 'value', ...problem }] : [];
    });
