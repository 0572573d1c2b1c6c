// The page's own way to the data: queries that leave no trace, so that looking at a sandbox does not change what it does.
import type { IncomingMessage } from 'node:http';
import { buildIonSchema } from '../schema/build-schema.ts';
import { type CheckedDocument, createDocumentCache, isMutation } from '../server/documents.ts';
import { createExecutor, type ExecutorParts, formatResult } from '../server/executor.ts';
import type { Gate } from '../server/gate.ts';
import { errorAnswer, type HttpAnswer, readBody } from '../server/http.ts';
import { type OperationRequest, readOperations } from '../server/read-operations.ts';

/** What reading needs from the tenant. */
export interface ReadingParts extends ExecutorParts {
  readonly gate: Gate;
  /** In whose name the page reads. */
  readonly userId: number;
}

const NO_FAULTS = { staleEtags: false, shift: 0 };

const ONLY_QUERIES = errorAnswer(403, 'The page takes one query at a time and no mutation; clients write at /graphql.');

/**
 * Answers one query against ION's own schema, as the endpoint at `/graphql` would if no fault rule stood. Nothing is
 * counted or logged, no fault rule is used up and the clock stands still. Mutations get 403.
 */
export const createReading = (parts: ReadingParts): ((request: IncomingMessage) => Promise<HttpAnswer>) => {
  const execute = createExecutor(parts);
  const caller = { userId: parts.userId, frozenKey: undefined };
  let check: ((text: string) => CheckedDocument) | undefined;

  const run = async ({ query, variables, operationName }: OperationRequest): Promise<HttpAnswer> => {
    check ??= createDocumentCache(buildIonSchema());
    const { document, errors } = check(query);
    if (document === undefined) return { status: 200, body: formatResult({ errors }) };
    if (isMutation(document, operationName)) return ONLY_QUERIES;
    const executable = { schema: buildIonSchema(), document, variables };
    const body = await parts.gate.shared(() => execute(executable, operationName, caller, NO_FAULTS));
    return { status: 200, body };
  };

  return async request => {
    const body = await readBody(request);
    if (typeof body !== 'string') return body;
    const read = readOperations(body);
    if ('status' in read) return read;
    const [operation, ...others] = read.operations;
    return operation === undefined || others.length > 0 ? ONLY_QUERIES : run(operation);
  };
};
