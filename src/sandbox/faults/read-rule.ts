// Reads a fault rule from anything: unknown names, wrong types and impossible values are refused in one sentence.
import { GraphQLError, parse } from 'graphql';
import { SandboxError } from '../sandbox-error.ts';
import type { FaultEffect, FaultRule } from './rule.ts';
import { TOKEN_REQUEST } from './subject.ts';

type Check = (value: unknown) => string | undefined;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const numberFrom =
  (least: number, most: number, whole = false): Check =>
  value => {
    const fits = typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value));
    return fits ? undefined : `must be ${whole ? 'a whole number' : 'a number'} from ${least} to ${most}`;
  };

const oneOf =
  (...words: readonly string[]): Check =>
  value =>
    words.includes(value as string) ? undefined : `must be ${words.map(word => `"${word}"`).join(' or ')}`;

const text: Check = value => (typeof value === 'string' && value !== '' ? undefined : 'must be a text');
const flag: Check = value => (typeof value === 'boolean' ? undefined : 'must be true or false');
const record: Check = value => (isRecord(value) ? undefined : 'must be an object');

const pattern =
  (expected: RegExp, sentence: string): Check =>
  value =>
    typeof value === 'string' && expected.test(value) ? undefined : sentence;

const document: Check = value => {
  try {
    parse(String(value));
    return undefined;
  } catch (error) {
    return `must be a GraphQL document: ${error instanceof GraphQLError ? error.message : 'it is nested too deeply'}`;
  }
};

const MILLISECONDS = numberFrom(0, 3_600_000);
const WHEN = oneOf('before', 'after');
const NAME = /^[A-Za-z_]\w*$/;

type Fields = Readonly<Record<string, Check>>;

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
  const known = { ...required, ...optional };
  for (const [name, content] of Object.entries(value)) {
    const check = Object.hasOwn(known, name) ? known[name] : undefined;
    if (check === undefined) {
      throw refuse(`has an unknown field ${place}${name}; known are ${Object.keys(known).join(', ')}`);
    }
    const problem = check(content);
    if (problem !== undefined) throw refuse(`is wrong in ${place}${name}: it ${problem}`);
  }
  for (const name of Object.keys(required)) if (!(name in value)) throw refuse(`needs ${place}${name}`);
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
