// Turns a request that is valid against a schema with renamed members into the same one in ION's own names.
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getVariableValues,
  isInputObjectType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { SchemaChange } from './change-schema.ts';

type Variables = Readonly<Record<string, unknown>>;

/** A request in ION's own names, or the errors of variables that do not fit the changed schema. */
export type Translated =
  | { readonly document: DocumentNode; readonly variables: Variables; readonly errors?: undefined }
  | { readonly errors: readonly GraphQLError[] };

/** `Type.newName` → the name in ION's schema. */
const originalNames = (changes: readonly SchemaChange[]): ReadonlyMap<string, string> =>
  new Map(
    changes.flatMap(({ member, rename }): [string, string][] => {
      const [type = '', name = ''] = member.split('.');
      return rename === undefined ? [] : [[`${type}.${rename}`, name]];
    }),
  );

const createValueTranslator = (originals: ReadonlyMap<string, string>) => {
  const translate = (value: unknown, declared: GraphQLInputType): unknown => {
    const type = getNullableType(declared);
    if (isListType(type)) {
      const item = type.ofType as GraphQLInputType;
      return Array.isArray(value) ? value.map(one => translate(one, item)) : translate(value, item);
    }
    if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return value;
    const fields = type.getFields();
    return Object.fromEntries(
      Object.entries(value).map(([name, content]) => {
        const field = fields[name];
        const original = originals.get(`${type.name}.${name}`) ?? name;
        return [original, field === undefined ? content : translate(content, field.type)];
      }),
    );
  };
  return translate;
};

const renameField = (node: FieldNode, original: string): FieldNode => ({
  ...node,
  alias: node.alias ?? node.name,
  name: { kind: Kind.NAME, value: original },
});

const translateDocument = (
  schema: GraphQLSchema,
  document: DocumentNode,
  originals: ReadonlyMap<string, string>,
): DocumentNode => {
  const info = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(info, {
      Field: {
        leave: node => {
          const original = originals.get(`${info.getParentType()?.name}.${node.name.value}`);
          return original === undefined ? undefined : renameField(node, original);
        },
      },
      ObjectField: {
        leave: node => {
          const parent = info.getParentInputType();
          const original = parent && originals.get(`${getNamedType(parent).name}.${node.name.value}`);
          return original === undefined ? undefined : { ...node, name: { kind: Kind.NAME, value: original } };
        },
      },
    }),
  );
};

const isIntrospection = (document: DocumentNode): boolean =>
  document.definitions.some(
    definition =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.selectionSet.selections.some(
        selection => selection.kind === Kind.FIELD && ['__schema', '__type'].includes(selection.name.value),
      ),
  );

/** A translator for one changed schema. It leaves introspection alone, which is answered from the changed schema. */
export const createTranslator = (schema: GraphQLSchema, changes: readonly SchemaChange[]) => {
  const originals = originalNames(changes);
  const translateValue = createValueTranslator(originals);

  const translateVariables = (operation: OperationDefinitionNode, variables: Variables): Variables => {
    const types = new Map(
      (operation.variableDefinitions ?? []).map(({ variable, type }) => [variable.name.value, type] as const),
    );
    return Object.fromEntries(
      Object.entries(variables).map(([name, value]) => {
        let node = types.get(name);
        while (node !== undefined && node.kind !== Kind.NAMED_TYPE) node = node.type;
        const type = node === undefined ? undefined : schema.getType(node.name.value);
        if (!isInputObjectType(type)) return [name, value];
        return [name, Array.isArray(value) ? value.map(one => translateValue(one, type)) : translateValue(value, type)];
      }),
    );
  };

  return {
    isIntrospection,
    translate: (document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): Translated => {
      const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
      if (coerced.errors !== undefined) return { errors: coerced.errors };
      return {
        document: originals.size === 0 ? document : translateDocument(schema, document, originals),
        variables: translateVariables(operation, variables),
      };
    },
  };
};
