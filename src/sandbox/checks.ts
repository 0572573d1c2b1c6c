// What a value from outside has to be: checks that say in words what is wrong with it.

/** What a value must be, as the end of a sentence; undefined for one that is so. */
export type Check = (value: unknown) => string | undefined;

/** Checks by name. */
export type Fields = Readonly<Record<string, Check>>;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const numberFrom =
  (least: number, most: number, whole = false): Check =>
  value => {
    const fits = typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value));
    return fits ? undefined : `must be ${whole ? 'a whole number' : 'a number'} from ${least} to ${most}`;
  };

export const oneOf =
  (...values: readonly unknown[]): Check =>
  value =>
    values.includes(value) ? undefined : `must be ${values.map(each => JSON.stringify(each)).join(' or ')}`;

export const pattern =
  (expected: RegExp, sentence: string): Check =>
  value =>
    typeof value === 'string' && expected.test(value) ? undefined : sentence;

export const listOf =
  (check: Check): Check =>
  value => {
    if (!Array.isArray(value)) return 'must be a list';
    const problem = value.map(check).find(each => each !== undefined);
    return problem === undefined ? undefined : `must be a list, of which each ${problem}`;
  };

export const text: Check = value => (typeof value === 'string' && value !== '' ? undefined : 'must be a text');
export const flag: Check = value => (typeof value === 'boolean' ? undefined : 'must be true or false');
export const record: Check = value => (isRecord(value) ? undefined : 'must be an object');

export const MILLISECONDS = numberFrom(0, 3_600_000);

/** The first thing wrong with the fields of an object, as a sentence without its subject; `place` goes before their names. */
export const problemIn = (
  place: string,
  value: Readonly<Record<string, unknown>>,
  required: Fields,
  optional: Fields,
): string | undefined => {
  const known = { ...required, ...optional };
  for (const [name, content] of Object.entries(value)) {
    const check = Object.hasOwn(known, name) ? known[name] : undefined;
    if (check === undefined) return `has an unknown field ${place}${name}; known are ${Object.keys(known).join(', ')}`;
    const problem = check(content);
    if (problem !== undefined) return `is wrong in ${place}${name}: it ${problem}`;
  }
  const missing = Object.keys(required).find(name => !(name in value));
  return missing === undefined ? undefined : `needs ${place}${missing}`;
};
