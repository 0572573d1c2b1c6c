// The GraphQL endpoint: one operation or a JSON array of them in, results out once what they wrote is on disk.
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type GraphQLTypeResolver,
} from 'graphql';
import type { Store } from '../store/store.ts';
import type { Authenticate } from './authenticate.ts';
import { createDocumentCache, isMutation } from './documents.ts';
import { errorAnswer, type HttpAnswer, methodNotAllowed, readBody } from './http.ts';
import type { RequestContext } from './request-context.ts';
import type { Counter } from './statistics.ts';

/** What the endpoint needs from the rest of the sandbox. */
export interface GraphqlEndpointParts {
  readonly schema: GraphQLSchema;
  readonly fieldResolver: GraphQLFieldResolver<unknown, RequestContext>;
  readonly typeResolver: GraphQLTypeResolver<unknown, RequestContext>;
  readonly store: Store;
  readonly now: () => Date;
  readonly authenticate: Authenticate;
  readonly counter: Counter;
  /** Milliseconds by which each answer is held back. */
  readonly latencyMs: number;
}

interface OperationRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOperationRequest = (value: unknown): value is OperationRequest =>
  isRecord(value) &&
  typeof value['query'] === 'string' &&
  (value['variables'] == null || isRecord(value['variables'])) &&
  (value['operationName'] == null || typeof value['operationName'] === 'string');

const MALFORMED = errorAnswer(
  400,
  'The body must be a JSON object with a string "query", and at most "variables" (an object) and "operationName" (a string), or an array of such objects.',
);

/** The operations of a body, or the 400 that answers it; ION answers invalid JSON with 400 [docs], its text is inferred. */
const readOperations = (body: string): { operations: readonly OperationRequest[]; batch: boolean } | HttpAnswer => {
  try {
    const parsed: unknown = JSON.parse(body);
    const operations: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
    return operations.every(isOperationRequest) ? { operations, batch: Array.isArray(parsed) } : MALFORMED;
  } catch {
    return errorAnswer(400, 'The body is not valid JSON.');
  }
};

/** A fault of the sandbox itself is marked as one, so that it is not taken for a refusal by ION. */
const formatError = (error: GraphQLError): GraphQLFormattedError => {
  const formatted = error.toJSON();
  const cause = error.originalError;
  if (cause == null || cause instanceof GraphQLError) return formatted;
  return { ...formatted, extensions: { ...formatted.extensions, code: 'INTERNAL_ERROR' } };
};

const formatResult = (result: ExecutionResult): Record<string, unknown> => ({
  ...(result.errors === undefined ? {} : { errors: result.errors.map(formatError) }),
  ...(result.data === undefined ? {} : { data: result.data }),
});

/** Executes one operation for a user; every GraphQL error ends up in the result. */
const createExecutor = (parts: GraphqlEndpointParts) => {
  const documentOf = createDocumentCache(parts.schema);
  return async (operation: OperationRequest, userId: number): Promise<Record<string, unknown>> => {
    const { document, errors } = documentOf(operation.query);
    if (document === undefined) return formatResult({ errors });
    parts.counter.operation(isMutation(document, operation.operationName) ? 'mutation' : 'query');
    const contextValue: RequestContext = { store: parts.store, now: parts.now, userId, loaders: new Map() };
    const result = await execute({
      schema: parts.schema,
      document,
      contextValue,
      variableValues: operation.variables ?? null,
      operationName: operation.operationName ?? null,
      fieldResolver: parts.fieldResolver,
      typeResolver: parts.typeResolver,
    });
    return formatResult(result);
  };
};

/** Why the request is refused before its body matters. */
const refusalOf = (request: IncomingMessage): HttpAnswer | undefined => {
  if (request.method !== 'POST') return methodNotAllowed('POST');
  if ((request.headers['content-type'] ?? '').startsWith('multipart/')) {
    return errorAnswer(415, 'This sandbox takes no multipart requests: file uploads are not emulated.');
  }
  return undefined;
};

/**
 * Answers a request to `/graphql`. GraphQL errors, those of validation included, come with HTTP 200 [docs]; a batch is
 * executed in its order [IMP].
 */
export const createGraphqlEndpoint = (parts: GraphqlEndpointParts) => {
  const run = createExecutor(parts);

  const runAll = async (operations: readonly OperationRequest[], userId: number) => {
    const results: Record<string, unknown>[] = [];
    for (const operation of operations) results.push(await run(operation, userId));
    await parts.store.settled();
    return results;
  };

  const answer = async (request: IncomingMessage): Promise<HttpAnswer> => {
    const refusal = refusalOf(request);
    if (refusal !== undefined) return refusal;
    const body = await readBody(request);
    if (typeof body !== 'string') return body;
    const user = await parts.authenticate(request.headers.authorization);
    if (typeof user !== 'number') return user;
    const read = readOperations(body);
    if ('status' in read) return read;
    const results = await runAll(read.operations, user);
    return { status: 200, body: read.batch ? results : results[0] };
  };

  return (request: IncomingMessage): Promise<HttpAnswer> =>
    parts.counter.request(async () => {
      const answered = await answer(request);
      if (parts.latencyMs > 0) await delay(parts.latencyMs);
      return answered;
    });
};
