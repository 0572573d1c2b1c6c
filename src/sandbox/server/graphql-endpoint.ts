// The GraphQL endpoint: one operation or a JSON array of them in, results out once what they wrote is on disk.
import type { IncomingMessage } from 'node:http';
import type { DocumentNode } from 'graphql';
import type { Clock } from '../determinism/clock.ts';
import { answerPlanned } from '../faults/answer-planned.ts';
import type { Faults } from '../faults/faults.ts';
import { type FaultPlan, faultAnswer } from '../faults/plan.ts';
import { type Subject, subjectOf } from '../faults/subject.ts';
import type { Authenticate } from './authenticate.ts';
import { createCurrentSchema, type ServedSchema } from './current-schema.ts';
import type { ErrorMode } from './error-mode.ts';
import { statusOf } from './error-status.ts';
import { createExecutor, type ExecutorParts, formatResult, type OperationResult } from './executor.ts';
import type { Gate } from './gate.ts';
import { errorAnswer, type HttpAnswer, isSecure, methodNotAllowed, readBody } from './http.ts';
import { createInterfere, offeredValues } from './interfere.ts';
import type { LogEntry, OperationLog } from './operation-log.ts';
import { type OperationRequest, readOperations } from './read-operations.ts';
import type { Caller } from './request-context.ts';
import type { Counter } from './statistics.ts';

/** What the endpoint needs from the rest of the sandbox. */
export interface GraphqlEndpointParts extends ExecutorParts {
  readonly authenticate: Authenticate;
  readonly gate: Gate;
  readonly clock: Clock;
  readonly counter: Counter;
  readonly log: OperationLog;
  readonly faults: Faults;
  readonly errors: ErrorMode;
  /** Milliseconds by which each answer is held back. */
  readonly latencyMs: number;
  /** Milliseconds after which the answer, whatever it is, is a 502. */
  readonly timeLimitMs: number;
}

/** An operation with what is known of it before it runs. */
interface Prepared {
  readonly request: OperationRequest;
  readonly document: DocumentNode | undefined;
  readonly subject: Subject | undefined;
  readonly result: OperationResult | undefined;
}

/** What the log keeps of a request while it is answered. */
interface Trace {
  prepared: readonly Prepared[];
  results: readonly OperationResult[];
  plan: FaultPlan | undefined;
  interference: string[];
  readonly baseUrl: string;
}

/** `http://127.0.0.1:4010/t/NAME` of a request to `/t/NAME/graphql` there. */
const baseUrlOf = (request: IncomingMessage): string => {
  const { headers, url = '' } = request;
  const scheme = isSecure(request) ? 'https' : 'http';
  return `${scheme}://${headers.host ?? '127.0.0.1'}${(url.split('?')[0] ?? '').replace(/\/graphql$/, '')}`;
};

const refusalOf = (request: IncomingMessage): HttpAnswer | undefined => {
  if (request.method !== 'POST') return methodNotAllowed('POST');
  if ((request.headers['content-type'] ?? '').startsWith('multipart/')) {
    return errorAnswer(
      415,
      'This sandbox takes no multipart requests: the bytes of a file go by PUT to the uploadUrl of createFileAttachment.',
    );
  }
  return undefined;
};

const prepare =
  (served: ServedSchema) =>
  (request: OperationRequest): Prepared => {
    const { document, errors } = served.check(request.query);
    if (document === undefined) {
      return { request, document, subject: undefined, result: formatResult({ errors }) };
    }
    const subject = subjectOf(document, request.operationName, request.variables);
    return { request, document, subject, result: undefined };
  };

const codesOf = (prepared: Prepared | undefined, result: OperationResult | undefined): string[] =>
  (result?.errors ?? []).map(error =>
    String(error.extensions?.['code'] ?? (prepared?.result === undefined ? 'UNCODED' : 'INVALID_DOCUMENT')),
  );

const httpCodes = (answer: HttpAnswer): string[] => {
  const { errors = [] } = (answer.body ?? {}) as OperationResult;
  return answer.status === 200 ? [] : errors.map(error => String(error.extensions?.['code'] ?? 'UNCODED'));
};

const entriesOf = (trace: Trace, answer: HttpAnswer, at: Date, ms: number): Omit<LogEntry, 'number'>[] => {
  const shared = { at: at.toISOString(), faults: trace.plan?.names ?? [] };
  // Written out: a spread takes as long as the database does to find a row.
  const entry = (one: Prepared | undefined, result: OperationResult | undefined): Omit<LogEntry, 'number'> => ({
    at: shared.at,
    ms,
    status: answer.status,
    faults: shared.faults,
    operation: one?.subject?.operation ?? null,
    kind: one?.subject?.kind ?? null,
    fields: one?.subject?.fields ?? [],
    variables: Object.keys(one?.request.variables ?? {}),
    errors: result === undefined ? httpCodes(answer) : codesOf(one, result),
    interference: trace.interference,
  });
  if (trace.prepared.length === 0) return [entry(undefined, undefined)];
  return trace.prepared.map((one, index) => entry(one, trace.results[index]));
};

/** Runs the operations of one request, in their order, in their names' own schema and with their faults. */
const createRunner = (parts: GraphqlEndpointParts, served: () => ServedSchema) => {
  const execute = createExecutor(parts);
  const interfere = createInterfere(parts, served);

  const runOne = async (one: Prepared, caller: Caller, trace: Trace): Promise<OperationResult> => {
    const { document, request, subject } = one;
    const { staleEtags = false, shift = 0, before = [], after = [] } = trace.plan ?? {};
    if (document === undefined) return one.result ?? {};
    if (subject !== undefined) parts.counter.operation(subject.kind);
    const { operationName, variables } = request;
    const meddle = async (what: typeof before, result?: OperationResult) => {
      if (what.length === 0) return;
      trace.interference.push(...(await interfere(what, offeredValues(document, request, result))));
    };
    await meddle(before);
    const ready = served().executable(document, operationName, variables);
    if ('errors' in ready) return formatResult({ errors: ready.errors });
    const result = await execute(ready, operationName, caller, { staleEtags, shift }, trace.baseUrl);
    await meddle(after, result);
    return result;
  };

  return (caller: Caller, trace: Trace): Promise<OperationResult[]> =>
    parts.gate.shared(async () => {
      const results: OperationResult[] = [];
      for (const one of trace.prepared) results.push(await runOne(one, caller, trace));
      await parts.store.settled();
      return results;
    });
};

/**
 * Answers a request to `/graphql`. GraphQL errors, those of validation included, come with HTTP 200 unless the mode is
 * another [docs]; a batch is executed in its order [IMP] and always answered with 200.
 */
export const createGraphqlEndpoint = (parts: GraphqlEndpointParts) => {
  const served = createCurrentSchema(parts.faults.schemaChanges);
  const run = createRunner(parts, served);

  const carryOut = async (batch: boolean, caller: Caller, trace: Trace): Promise<HttpAnswer> => {
    trace.results = await run(caller, trace);
    const [first = {}] = trace.results;
    return batch ? { status: 200, body: trace.results } : { status: statusOf(parts.errors, first), body: first };
  };

  const answer = async (request: IncomingMessage, trace: Trace): Promise<HttpAnswer> => {
    const refusal = refusalOf(request);
    if (refusal !== undefined) return refusal;
    const body = await readBody(request);
    if (typeof body !== 'string') return body;
    const caller = await parts.authenticate(request.headers.authorization);
    if ('status' in caller) return caller;
    const read = readOperations(body);
    if ('status' in read) return read;
    trace.prepared = read.operations.map(prepare(served()));
    trace.plan = parts.faults.plan(trace.prepared.flatMap(({ subject }) => subject ?? []));
    return answerPlanned(trace.plan, parts, () => carryOut(read.batch, caller, trace));
  };

  return (request: IncomingMessage): Promise<HttpAnswer> =>
    parts.counter.request(async () => {
      const started = performance.now();
      parts.clock.tick();
      const trace: Trace = {
        prepared: [],
        results: [],
        plan: undefined,
        interference: [],
        baseUrl: baseUrlOf(request),
      };
      const reached = await answer(request, trace);
      const ms = performance.now() - started;
      const answered = ms > parts.timeLimitMs ? faultAnswer(502) : reached;
      for (const entry of entriesOf(trace, answered, parts.clock.now(), ms)) parts.log.add(entry);
      return answered;
    });
};
