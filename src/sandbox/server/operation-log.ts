// What a sandbox was asked and how it answered, kept for tests and for the page: names and figures, never values.
import type { Statistics } from './statistics.ts';

/** One operation; a refused request without a readable operation has one entry as well. */
export interface LogEntry {
  /** 1 for the first operation since the start; the log keeps the last 1,000. */
  readonly number: number;
  /** When it was answered, by the sandbox's clock, as ISO 8601. */
  readonly at: string;
  /** The operation's name; null when it has none. */
  readonly operation: string | null;
  /** Null when the request held no operation that could be executed. */
  readonly kind: 'query' | 'mutation' | null;
  /** The root fields in the document's order, by their names in the schema. */
  readonly fields: readonly string[];
  /** The names of the variables that were sent. */
  readonly variables: readonly string[];
  /** The HTTP status; 0 when the connection was reset instead. */
  readonly status: number;
  /** Real milliseconds from the arrival of the request to its answer. */
  readonly ms: number;
  /** The codes of the errors; `UNCODED` for those without one. */
  readonly errors: readonly string[];
  /** The names of the fault rules that took effect. */
  readonly faults: readonly string[];
  /** What the operations of an `interfere` rule were refused with. */
  readonly interference: readonly string[];
}

/** Count and latency in milliseconds of one operation; latencies are those of its last 1,000 calls. */
export interface OperationFigures {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** The log of one tenant. */
export interface OperationLog {
  add(entry: Omit<LogEntry, 'number'>): void;
  /** The entries kept, oldest first; `after` leaves out those up to that number. */
  read(after?: number): LogEntry[];
  /** By operation name, or by root fields where there is none. */
  figures(): Statistics['operations'];
}

const KEPT = 1_000;
const NAMES = 500;
const OTHERS = '(others)';

const nameOf = ({ operation, fields }: Omit<LogEntry, 'number'>): string =>
  operation ?? (fields.length === 0 ? '(none)' : fields.join(', '));

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const figuresOf = (count: number, latencies: readonly number[]): OperationFigures => {
  const sorted = [...latencies].sort((a, b) => a - b);
  return { count, p50: percentile(sorted, 0.5), p95: percentile(sorted, 0.95), max: sorted.at(-1) ?? 0 };
};

export const createOperationLog = (): OperationLog => {
  const entries: LogEntry[] = [];
  const seen = new Map<string, { count: number; latencies: number[] }>();
  let number = 0;

  const measure = (name: string, ms: number): void => {
    const key = seen.has(name) || seen.size < NAMES ? name : OTHERS;
    const known = seen.get(key) ?? { count: 0, latencies: [] };
    known.latencies[known.count % KEPT] = ms;
    known.count += 1;
    seen.set(key, known);
  };

  return {
    add: entry => {
      number += 1;
      entries[(number - 1) % KEPT] = { number, ...entry };
      measure(nameOf(entry), entry.ms);
    },
    read: (after = 0) => {
      const split = number % KEPT;
      const ordered = number <= KEPT ? entries : [...entries.slice(split), ...entries.slice(0, split)];
      return ordered.filter(entry => entry.number > after);
    },
    figures: () =>
      Object.fromEntries([...seen].map(([name, { count, latencies }]) => [name, figuresOf(count, latencies)])),
  };
};
