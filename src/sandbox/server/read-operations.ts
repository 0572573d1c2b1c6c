// Reads the body of a GraphQL request: one operation, or a JSON array of them.
import { isRecord } from '../checks.ts';
import { errorAnswer, type HttpAnswer } from './http.ts';

/** An operation as a client sends it. */
export interface OperationRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
}

/** Whoever has no variables leaves them out, or sends null, or an empty text [EX download-supplier-attribute-files in its first version]. */
const variablesOf = ({ variables }: Readonly<Record<string, unknown>>): unknown =>
  variables === '' ? null : variables;

const toOperation = (value: unknown): OperationRequest | undefined => {
  if (!isRecord(value)) return undefined;
  const { query, operationName } = value;
  const variables = variablesOf(value);
  if (typeof query !== 'string' || !(variables == null || isRecord(variables))) return undefined;
  if (operationName != null && typeof operationName !== 'string') return undefined;
  return { query, variables: variables ?? {}, operationName: operationName ?? null };
};

const MALFORMED = errorAnswer(
  400,
  'The body must be a JSON object with a string "query", and at most "variables" (an object) and "operationName" (a string), or an array of such objects.',
);

/** The operations of a body, or the 400 that answers it; ION answers invalid JSON with 400 [docs], its text is inferred. */
export const readOperations = (
  body: string,
): { readonly operations: readonly OperationRequest[]; readonly batch: boolean } | HttpAnswer => {
  try {
    const parsed: unknown = JSON.parse(body);
    const given: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
    const operations = given.flatMap(one => toOperation(one) ?? []);
    return operations.length === given.length ? { operations, batch: Array.isArray(parsed) } : MALFORMED;
  } catch {
    return errorAnswer(400, 'The body is not valid JSON.');
  }
};
