// Carries out what a fault lets somebody else do before or after a request.
import { type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';
import { isRecord } from '../checks.ts';
import type { Interference } from '../faults/plan.ts';
import { somebodyElse } from '../faults/somebody-else.ts';
import { operationOf } from '../faults/subject.ts';
import type { ServedSchema } from './current-schema.ts';
import { createExecutor, type ExecutorParts, formatResult, type OperationResult } from './executor.ts';
import type { OperationRequest } from './read-operations.ts';

type Values = Readonly<Record<string, unknown>>;

const variableNames = (document: DocumentNode): string[] =>
  document.definitions.flatMap(definition =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
      : [],
  );

const argumentsOf = (document: DocumentNode, operationName: string | null, variables: Values): Values => {
  const operation = operationOf(document, operationName);
  const field = operation?.selectionSet.selections.find(selection => selection.kind === Kind.FIELD);
  const given = (field?.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)]);
  return Object.fromEntries(given);
};

/** The object in a mutation's payload, with its etag under the name that the next mutation takes it by. */
const payloadOf = (result: OperationResult | undefined): Values => {
  const [payload] = isRecord(result?.data) ? Object.values(result.data) : [];
  const [object] = isRecord(payload) ? Object.values(payload).filter(isRecord) : [];
  return object === undefined ? {} : { ...object, etag: object['_etag'] };
};

/** What the matched request offers by name: variables, arguments, input fields and, afterwards, the object it gave. */
export const offeredValues = (
  document: DocumentNode,
  { operationName, variables }: Pick<OperationRequest, 'operationName' | 'variables'>,
  result?: OperationResult,
): Values => {
  const given = argumentsOf(document, operationName, variables);
  const input = isRecord(given['input']) ? given['input'] : {};
  return { ...variables, ...given, ...input, ...payloadOf(result) };
};

/** Runs the interferences one after the other; gives the codes or messages of their errors, which tests want to see. */
export const createInterfere = (parts: ExecutorParts, served: () => ServedSchema) => {
  const execute = createExecutor(parts);

  const runOne = async ({ document: text, variables }: Interference, offered: Values): Promise<OperationResult> => {
    const { check, executable } = served();
    const { document, errors } = check(text);
    if (document === undefined) return formatResult({ errors });
    const chosen = variableNames(document).map(name => [name, variables[name] ?? offered[name]]);
    const ready = executable(document, null, Object.fromEntries(chosen.filter(([, value]) => value !== undefined)));
    if ('errors' in ready) return formatResult({ errors: ready.errors });
    const userId = somebodyElse(parts.store, () => parts.randomBytes(16).toString('hex'));
    return execute(ready, null, { userId, frozenKey: undefined }, { staleEtags: false, shift: 0 });
  };

  return async (interferences: readonly Interference[], offered: Values): Promise<string[]> => {
    const problems: string[] = [];
    for (const interference of interferences) {
      const { errors = [] } = await runOne(interference, offered);
      problems.push(...errors.map(error => error.message));
    }
    return problems;
  };
};
