// What a fault rule, and the log, can know of an operation before it is carried out.
import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** One operation of a request, seen from outside. */
export interface Subject {
  readonly operation: string | null;
  readonly kind: 'query' | 'mutation';
  readonly fields: readonly string[];
  /** Whether a root field asks for a page behind a cursor. */
  readonly isLaterPage: boolean;
}

/** A request for an access token. Only rules that say `operation: 'token'` meet it. */
export const TOKEN_REQUEST = { operation: 'token', kind: 'token', fields: [], isLaterPage: false } as const;

type Variables = Readonly<Record<string, unknown>>;

/** The operation of that name; without a name the first. */
export const operationOf = (
  document: DocumentNode,
  name: string | null | undefined,
): OperationDefinitionNode | undefined =>
  document.definitions.find(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION && (name == null || definition.name?.value === name),
  );

const fieldsIn = (document: DocumentNode, { selections }: SelectionSetNode): FieldNode[] =>
  selections.flatMap(selection => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsIn(document, selection.selectionSet);
    const fragment = document.definitions.find(
      definition => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fieldsIn(document, fragment.selectionSet) : [];
  });

const textOf = (value: ValueNode | undefined, variables: Variables): unknown => {
  if (value?.kind === Kind.VARIABLE) return variables[value.name.value];
  return value?.kind === Kind.STRING ? value.value : undefined;
};

const hasCursor = (field: FieldNode, variables: Variables): boolean => {
  const after = textOf(field.arguments?.find(argument => argument.name.value === 'after')?.value, variables);
  return typeof after === 'string' && after !== '';
};

/** Of a valid document; undefined when no operation of it has that name. */
export const subjectOf = (
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Variables,
): Subject | undefined => {
  const operation = operationOf(document, operationName);
  if (operation === undefined) return undefined;
  const fields = fieldsIn(document, operation.selectionSet);
  return {
    operation: operation.name?.value ?? null,
    kind: operation.operation === 'mutation' ? 'mutation' : 'query',
    fields: [...new Set(fields.map(field => field.name.value))],
    isLaterPage: fields.some(field => hasCursor(field, variables)),
  };
};
