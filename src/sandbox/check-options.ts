// Checks what a sandbox is started with: types keep nobody from a number that is none, and JavaScript has no types.
import {
  type Check,
  type Fields,
  flag,
  isRecord,
  listOf,
  MILLISECONDS,
  numberFrom,
  oneOf,
  problemIn,
  text,
} from './checks.ts';
import { RULE_SETTINGS } from './rules.ts';
import { SandboxError } from './sandbox-error.ts';
import type { SandboxOptions } from './start-sandbox.ts';

/** Given fields only: leaving one out and giving `undefined` are the same. */
const given = (value: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, content]) => content !== undefined));

const objectWith =
  (required: Fields, optional: Fields): Check =>
  value =>
    isRecord(value) ? problemIn('', given(value), required, optional) : 'must be an object';

const anyOf =
  (sentence: string, ...checks: readonly Check[]): Check =>
  value =>
    checks.some(check => check(value) === undefined) ? undefined : sentence;

const ANY_LENGTH = numberFrom(0, Number.MAX_SAFE_INTEGER);

const isFunction: Check = value => (typeof value === 'function' ? undefined : 'must be a function');

const time: Check = value =>
  (typeof value === 'string' || value instanceof Date) && !Number.isNaN(new Date(value).getTime())
    ? undefined
    : 'must be a time, as in 2026-01-01T08:00:00Z';

const rules: Fields = Object.fromEntries(
  Object.entries(RULE_SETTINGS).map(([name, values]) => [name, oneOf(...values)]),
);

/** One for each option; one that is missing here does not compile. */
const OPTIONS: { readonly [Name in keyof Required<SandboxOptions>]: Check } = {
  port: numberFrom(0, 65_535, true),
  data: text,
  from: text,
  tenants: listOf(text),
  clock: value => (isRecord(value) ? objectWith({ start: time }, { stepMs: ANY_LENGTH })(value) : isFunction(value)),
  seed: anyOf('must be a text or a number', text, numberFrom(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)),
  tokenLifetimeSeconds: ANY_LENGTH,
  audience: text,
  latencyMs: MILLISECONDS,
  timeLimitMs: MILLISECONDS,
  rules: objectWith({}, rules),
  errors: oneOf('http-200', 'http-status'),
  webhooks: objectWith({}, { deliverTo: listOf(text), retryDelaysMs: listOf(MILLISECONDS) }),
  control: flag,
  tls: anyOf('must be true, false, or an object with a list of names', flag, objectWith({ names: listOf(text) }, {})),
};

/** Throws a `SandboxError` `bad-option` that names what is wrong. */
export const checkOptions = (options: SandboxOptions): void => {
  const problem = problemIn('', given({ ...options }), {}, OPTIONS);
  if (problem !== undefined) throw new SandboxError('bad-option', `What a sandbox is started with ${problem}.`);
};
