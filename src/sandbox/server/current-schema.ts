// The schema that a tenant serves at this moment: ION's, or the one that its fault rules have changed.
import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import { operationOf } from '../faults/subject.ts';
import { buildIonSchema, buildSchema, ION_SCHEMA } from '../schema/build-schema.ts';
import { changeSchema, type SchemaChange } from '../schema/change-schema.ts';
import { createTranslator } from '../schema/translate-request.ts';
import { type CheckedDocument, createDocumentCache } from './documents.ts';

/** A request as it can be executed: against which schema, and in which names. */
export interface Executable {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Checks documents against one schema and makes its requests executable. */
export interface ServedSchema {
  readonly check: (text: string) => CheckedDocument;
  executable(
    document: DocumentNode,
    operationName: string | null,
    variables: Readonly<Record<string, unknown>>,
  ): Executable | { readonly errors: readonly GraphQLError[] };
}

const ionCheck = () => createDocumentCache(buildIonSchema());

const unchanged = (): ServedSchema => ({
  check: ionCheck(),
  executable: (document, _, variables) => ({ schema: buildIonSchema(), document, variables }),
});

const changed = (changes: readonly SchemaChange[]): ServedSchema => {
  const schema = buildSchema(changeSchema(ION_SCHEMA, changes));
  const { isIntrospection, translate } = createTranslator(schema, changes);
  return {
    check: createDocumentCache(schema),
    executable: (document, operationName, variables) => {
      const operation = operationOf(document, operationName);
      if (operation === undefined || isIntrospection(document)) return { schema, document, variables };
      const translated = translate(document, operation, variables);
      return translated.errors === undefined ? { schema: buildIonSchema(), ...translated } : translated;
    },
  };
};

/** A function that gives the schema for these changes; what was built stays until the changes are others. */
export const createCurrentSchema = (changesNow: () => readonly SchemaChange[]): (() => ServedSchema) => {
  const ion = unchanged();
  let known: { readonly changes: readonly SchemaChange[]; readonly served: ServedSchema } | undefined;
  return () => {
    const changes = changesNow();
    if (changes.length === 0) return ion;
    if (known?.changes !== changes) known = { changes, served: changed(changes) };
    return known.served;
  };
};
