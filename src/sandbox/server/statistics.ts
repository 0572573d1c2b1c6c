// Counts what a sandbox was asked, for tests and benchmarks that compare requests.
import type { OperationFigures } from './operation-log.ts';

/** Totals since the sandbox started; a reset does not touch them. */
export interface Statistics {
  /** HTTP requests to the GraphQL endpoint, refused ones included. */
  readonly requests: number;
  /** Operations executed: one per request, or one per entry of a JSON-array batch. */
  readonly queries: number;
  readonly mutations: number;
  /** The most GraphQL requests that were being answered at one moment. */
  readonly peakInFlight: number;
  /** By operation name, or by root fields where there is none; up to 500 names, the rest as `(others)`. */
  readonly operations: Readonly<Record<string, OperationFigures>>;
}

/** Takes the counts of one tenant. */
export interface Counter {
  /** Counts the request as in flight until `answer` settles. */
  request<T>(answer: () => Promise<T>): Promise<T>;
  operation(kind: 'query' | 'mutation'): void;
  read(): Omit<Statistics, 'operations'>;
}

export const createCounter = (): Counter => {
  const counts = { requests: 0, queries: 0, mutations: 0, peakInFlight: 0 };
  let inFlight = 0;
  return {
    request: async answer => {
      counts.requests += 1;
      inFlight += 1;
      counts.peakInFlight = Math.max(counts.peakInFlight, inFlight);
      try {
        return await answer();
      } finally {
        inFlight -= 1;
      }
    },
    operation: kind => {
      counts[kind === 'query' ? 'queries' : 'mutations'] += 1;
    },
    read: () => ({ ...counts }),
  };
};
