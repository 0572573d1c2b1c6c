// Parses and validates GraphQL texts, and remembers the outcome of those used last.
import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind, parse, validate } from 'graphql';

/** A text ready to be executed, or the errors that its request is answered with. */
export type CheckedDocument =
  | { readonly document: DocumentNode; readonly errors?: undefined }
  | { readonly document?: undefined; readonly errors: readonly GraphQLError[] };

const CAPACITY = 1000;

const check = (schema: GraphQLSchema, text: string): CheckedDocument => {
  try {
    const document = parse(text);
    const errors = validate(schema, document);
    return errors.length === 0 ? { document } : { errors };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    // A document nested some thousand levels deep overflows the parser's stack.
    return { errors: [new GraphQLError('The document is nested too deeply.')] };
  }
};

/**
 * A function from text to checked document that keeps the 1,000 sound texts used last. Errors are not kept: each would
 * hold on to all that was validated with it.
 */
export const createDocumentCache = (schema: GraphQLSchema): ((text: string) => CheckedDocument) => {
  const known = new Map<string, CheckedDocument>();
  return text => {
    const checked = known.get(text) ?? check(schema, text);
    if (checked.document === undefined) return checked;
    known.delete(text);
    known.set(text, checked);
    const oldest = known.keys().next();
    if (known.size > CAPACITY && !oldest.done) known.delete(oldest.value);
    return checked;
  };
};

/** Whether the document's operation of this name (its only one without a name) is a mutation. */
export const isMutation = (document: DocumentNode, operationName: string | null | undefined): boolean =>
  document.definitions.some(
    definition =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.operation === 'mutation' &&
      (operationName == null || definition.name?.value === operationName),
  );
