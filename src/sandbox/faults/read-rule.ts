// Reads a fault rule from anything: unknown names, wrong types and impossible values are refused in one sentence.
import { GraphQLError, parse } from 'graphql';
import {
  type Check,
  type Fields,
  flag,
  isRecord,
  MILLISECONDS,
  numberFrom,
  oneOf,
  pattern,
  problemIn,
  record,
  text,
} from '../checks.ts';
import { SandboxError } from '../sandbox-error.ts';
import type { FaultEffect, FaultRule } from './rule.ts';
import { TOKEN_REQUEST } from './subject.ts';

const document: Check = value => {
  try {
    parse(String(value));
    return undefined;
  } catch (error) {
    return `must be a GraphQL document: ${error instanceof GraphQLError ? error.message : 'it is nested too deeply'}`;
  }
};

const WHEN = oneOf('before', 'after');
const NAME = /^[A-Za-z_]\w*$/;

/** Required fields first, then those that may be left out. A type with several forms has one entry for each. */
const EFFECTS: Readonly<Record<string, readonly (readonly [required: Fields, optional: Fields])[]>> = {
  latency: [
    [{ ms: MILLISECONDS }, {}],
    [{ minMs: MILLISECONDS, maxMs: MILLISECONDS }, {}],
    [{ medianMs: MILLISECONDS, sigma: numberFrom(0, 10) }, {}],
  ],
  'rate-limit': [
    [
      {},
      {
        perSecond: numberFrom(0.001, 1e6),
        burst: numberFrom(1, 1e6, true),
        concurrent: numberFrom(1, 1e6, true),
        retryAfter: flag,
      },
    ],
  ],
  answer: [
    [
      { status: numberFrom(400, 599, true) },
      { when: WHEN, retryAfterSeconds: numberFrom(0, 86_400, true), message: text },
    ],
  ],
  timeout: [[{}, { afterMs: MILLISECONDS }]],
  reset: [[{}, { when: WHEN }]],
  truncate: [[{}, { share: numberFrom(0, 0.999) }]],
  'slow-body': [[{ bytesPerSecond: numberFrom(1, 1e9) }, {}]],
  'expired-token': [[{}, {}]],
  'stale-etag': [[{}, {}]],
  interfere: [[{ document }, { when: WHEN, variables: record }]],
  'shift-pages': [[{ by: numberFrom(-1e6, 1e6, true) }, {}]],
  schema: [
    [
      { member: pattern(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)?$/, 'must be "Type" or "Type.member"') },
      { rename: pattern(NAME, 'must be a name') },
    ],
  ],
};

const RULE: Fields = {
  name: text,
  operation: pattern(NAME, 'must be the name of a root field or of an operation'),
  kind: oneOf('query', 'mutation'),
  probability: numberFrom(0, 1),
  count: numberFrom(1, 1e9, true),
  after: numberFrom(0, 1e9, true),
};

const refuse = (sentence: string): SandboxError => new SandboxError('bad-fault', `A fault rule ${sentence}.`);

const checkFields = (place: string, value: Record<string, unknown>, required: Fields, optional: Fields): void => {
  const problem = problemIn(place, value, required, optional);
  if (problem !== undefined) throw refuse(problem);
};

const checkEffect = ({ type, ...fields }: Record<string, unknown>): void => {
  const forms = typeof type === 'string' && Object.hasOwn(EFFECTS, type) ? EFFECTS[type] : undefined;
  if (forms === undefined) {
    throw refuse(`has an unknown effect.type ${JSON.stringify(type)}; known are ${Object.keys(EFFECTS).join(', ')}`);
  }
  const [form] = [...forms.filter(([required]) => Object.keys(required).some(name => name in fields)), ...forms];
  checkFields('effect.', fields, form?.[0] ?? {}, form?.[1] ?? {});
  if (type === 'rate-limit' && fields['perSecond'] === undefined && fields['concurrent'] === undefined) {
    throw refuse('needs effect.perSecond or effect.concurrent');
  }
  if (Number(fields['minMs']) > Number(fields['maxMs'])) throw refuse('has effect.minMs above effect.maxMs');
};

/** Everything else happens to what GraphQL asks for. */
const ON_THE_WAY = ['latency', 'rate-limit', 'answer', 'timeout', 'reset', 'truncate', 'slow-body'];

const checkSelected = ({ operation, kind }: Record<string, unknown>, { type }: Record<string, unknown>): void => {
  if (operation !== TOKEN_REQUEST.operation || kind !== undefined || ON_THE_WAY.includes(String(type))) return;
  throw refuse(`for a request for a token can have no effect.type ${type}; it can have ${ON_THE_WAY.join(', ')}`);
};

/** Gives the rule, a copy of its own, or throws a `SandboxError` `bad-fault` that names what is wrong. */
export const readRule = (value: unknown): FaultRule => {
  if (!isRecord(value)) throw refuse('must be an object');
  const { effect, ...conditions } = structuredClone(value);
  checkFields('', conditions, {}, RULE);
  if (!isRecord(effect)) throw refuse('needs an effect, which is an object with a type');
  checkEffect(effect);
  checkSelected(conditions, effect);
  return { ...conditions, effect: effect as unknown as FaultEffect };
};
