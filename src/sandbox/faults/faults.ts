// The fault rules of one tenant: which stand, how often each has taken effect, and what they make of a request.
import { createNumbers, seedFor } from '../determinism/random.ts';
import { SandboxError } from '../sandbox-error.ts';
import { ION_SCHEMA } from '../schema/build-schema.ts';
import { refusalOfChange, type SchemaChange } from '../schema/change-schema.ts';
import type { FaultControl, FaultStatus } from './control.ts';
import { drawLatency } from './latency.ts';
import { applyEffect, type FaultPlan, newPlan } from './plan.ts';
import { createLimiter, type Limiter } from './rate-limit.ts';
import { readRule } from './read-rule.ts';
import type { FaultEffect, FaultRule } from './rule.ts';
import type { Subject, TOKEN_REQUEST } from './subject.ts';

/** What the server asks. */
export interface Faults extends FaultControl {
  /** What happens to a request with these operations, or for a token; its `leave` must be called once it is answered. */
  plan(subjects: readonly Selected[]): FaultPlan;
  /** The same array until a rule comes or goes. */
  schemaChanges(): readonly SchemaChange[];
}

type Selected = Subject | typeof TOKEN_REQUEST;

interface Standing extends FaultStatus {
  selected: number;
  fired: number;
  readonly draw: () => number;
  readonly limiter: Limiter | undefined;
}

const fitsEffect = (effect: FaultEffect, subject: Selected): boolean => {
  if (effect.type === 'stale-etag') return subject.kind === 'mutation';
  return effect.type === 'shift-pages' ? subject.isLaterPage : effect.type !== 'schema';
};

const namesIt = (name: string, { operation, fields }: Selected): boolean =>
  name === operation || fields.some(field => field === name);

const selects = ({ kind, operation, effect }: FaultRule, subject: Selected): boolean =>
  (kind === undefined || kind === subject.kind) &&
  (operation === undefined ? subject.kind !== 'token' : namesIt(operation, subject)) &&
  fitsEffect(effect, subject);

const isDue = ({ rule, selected, fired, draw }: Standing): boolean =>
  selected > (rule.after ?? 0) &&
  fired < (rule.count ?? Number.POSITIVE_INFINITY) &&
  (rule.probability === undefined || draw() < rule.probability);

const checkSchemaChange = ({ effect }: FaultRule): void => {
  const refusal = effect.type === 'schema' ? refusalOfChange(ION_SCHEMA, effect) : undefined;
  if (refusal !== undefined)
    throw new SandboxError('bad-fault', `A fault rule cannot change the schema so: ${refusal}.`);
};

const NO_FAULTS = newPlan();

/** `seed` decides what is drawn; `now` gives the monotonic milliseconds by which rates are counted. */
export const createFaults = (seed: string | undefined, now: () => number): Faults => {
  let standing: readonly Standing[] = [];
  let changes: readonly SchemaChange[] = [];
  let added = 0;

  const stand = (rules: readonly Standing[]): void => {
    standing = rules;
    changes = rules.flatMap(({ rule }) => (rule.effect.type === 'schema' ? [rule.effect] : []));
  };

  const use = (one: Standing, plan: FaultPlan): void => {
    one.selected += 1;
    if (!isDue(one)) return;
    const { effect } = one.rule;
    const delay = effect.type === 'latency' ? drawLatency(effect, one.draw) : 0;
    if (!applyEffect(plan, effect, { delay, turn: one.limiter?.() })) return;
    one.fired += 1;
    plan.names.push(one.name);
  };

  return {
    add: given => {
      const rule = readRule(given);
      checkSchemaChange(rule);
      added += 1;
      const name = rule.name ?? `fault-${added}`;
      if (standing.some(other => other.name === name)) {
        throw new SandboxError('bad-fault', `A fault rule is called ${name} already.`);
      }
      const draw = createNumbers(seedFor(seed, `fault/${added}`));
      const limiter = rule.effect.type === 'rate-limit' ? createLimiter(rule.effect, now) : undefined;
      stand([...standing, { name, rule, selected: 0, fired: 0, draw, limiter }]);
      return name;
    },
    clear: name => {
      stand(name === undefined ? [] : standing.filter(one => one.name !== name));
      // What is added next draws as the first rules did: with a reset, a test of its own has the same chance as one after others.
      if (name === undefined) added = 0;
    },
    list: () => standing.map(({ name, rule, selected, fired }) => ({ name, rule, selected, fired })),
    plan: subjects => {
      if (standing.length === 0) return NO_FAULTS;
      const plan = newPlan();
      for (const one of standing) {
        if (plan.refusal !== undefined) break;
        if (subjects.some(subject => selects(one.rule, subject))) use(one, plan);
      }
      return plan;
    },
    schemaChanges: () => changes,
  };
};
