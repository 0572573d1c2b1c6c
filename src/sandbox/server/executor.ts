// Carries out one operation for a user, with whatever a fault does to it on the way.
import {
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLFormattedError,
  type GraphQLTypeResolver,
} from 'graphql';
import { shiftCursor } from '../faults/shift-pages.ts';
import { renewEtags } from '../faults/stale-etag.ts';
import type { Store } from '../store/store.ts';
import type { Executable } from './current-schema.ts';
import type { Caller, RequestContext } from './request-context.ts';

/** A GraphQL response as JSON. */
export interface OperationResult {
  readonly errors?: readonly GraphQLFormattedError[];
  readonly data?: unknown;
}

/** What an executor needs from the rest of the sandbox. */
export interface ExecutorParts {
  readonly fieldResolver: GraphQLFieldResolver<unknown, RequestContext>;
  readonly typeResolver: GraphQLTypeResolver<unknown, RequestContext>;
  readonly store: Store;
  readonly now: () => Date;
  readonly randomBytes: (count: number) => Buffer;
}

/** The faults that work inside of an operation. */
export interface InnerFaults {
  readonly staleEtags: boolean;
  readonly shift: number;
}

type Resolver = GraphQLFieldResolver<unknown, RequestContext>;

/** A fault of the sandbox itself is marked as one, so that it is not taken for a refusal by ION. */
const formatError = (error: GraphQLError): GraphQLFormattedError => {
  // Variables nested some thousand levels deep overflow the stack of who reads them, and what that throws comes as it is.
  if (error instanceof RangeError) return { message: 'The variables are nested too deeply.' };
  const formatted = error.toJSON();
  const cause = error.originalError;
  if (cause == null || cause instanceof GraphQLError) return formatted;
  return { ...formatted, extensions: { ...formatted.extensions, code: 'INTERNAL_ERROR' } };
};

export const formatResult = (result: ExecutionResult): OperationResult => ({
  ...(result.errors === undefined ? {} : { errors: result.errors.map(formatError) }),
  ...(result.data === undefined ? {} : { data: result.data }),
});

/** The new etags of somebody else's change look like all others. */
const withStaleEtags =
  (resolve: Resolver): Resolver =>
  (source, args, context, info) => {
    if (info.parentType.name === 'Mutation') {
      renewEtags(context.store, args, () => context.randomBytes(16).toString('hex'));
    }
    return resolve(source, args, context, info);
  };

const withShiftedPages =
  (resolve: Resolver, by: number): Resolver =>
  (source, args, context, info) => {
    const shifted = info.parentType.name === 'Query' && args['after'] ? { after: shiftCursor(args['after'], by) } : {};
    return resolve(source, { ...args, ...shifted }, context, info);
  };

const resolverFor = (resolve: Resolver, { staleEtags, shift }: InnerFaults): Resolver => {
  const withEtags = staleEtags ? withStaleEtags(resolve) : resolve;
  return shift === 0 ? withEtags : withShiftedPages(withEtags, shift);
};

/** Executes a checked operation for a user; every GraphQL error ends up in the result. `baseUrl` is where it was asked. */
export const createExecutor =
  ({ fieldResolver, typeResolver, store, now, randomBytes }: ExecutorParts) =>
  async (
    { schema, document, variables }: Executable,
    operationName: string | null,
    { userId, frozenKey }: Caller,
    faults: InnerFaults,
    baseUrl = '',
  ): Promise<OperationResult> => {
    const loaders = new Map<string, unknown>();
    const contextValue: RequestContext = { store, now, randomBytes, userId, frozenKey, baseUrl, loaders };
    const result = await execute({
      schema,
      document,
      contextValue,
      variableValues: variables,
      operationName,
      fieldResolver: resolverFor(fieldResolver, faults),
      typeResolver,
    });
    return formatResult(result);
  };
