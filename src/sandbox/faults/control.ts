// How faults are commanded and told of, apart from how they are done.
import type { FaultRule } from './rule.ts';

/** A rule that stands, and what came of it so far. */
export interface FaultStatus {
  readonly name: string;
  readonly rule: FaultRule;
  /** Requests that its conditions selected. */
  readonly selected: number;
  /** How often it took effect. */
  readonly fired: number;
}

/** How tests and tools command the faults of a tenant. */
export interface FaultControl {
  /**
   * Adds a rule behind those that stand; gives its name. Rules are tried in their order, and the first that refuses a
   * request ends it. Throws a `SandboxError` `bad-fault` that says what is wrong with the rule.
   */
  add(rule: FaultRule): string;
  /** Removes one rule, or all of them; names and chance then begin anew. */
  clear(name?: string): void;
  list(): FaultStatus[];
}
