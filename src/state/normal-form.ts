/** The one form in which a field's values are compared, so that no difference of spelling looks like a change. */
import { sameValue } from './identity.ts';
import { isMapping, type Value } from './value.ts';

const DATE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?$/;

function toDate(value: Value): Value {
  if (typeof value !== 'string' || !DATE.test(value)) return value;
  const zoned = /T|\s/.test(value) && !/(Z|[+-]\d{2}:?\d{2})$/.test(value) ? `${value}Z` : value;
  const time = Date.parse(zoned);
  return Number.isNaN(time) || !isDay(value.slice(0, 10)) ? value : new Date(time).toISOString();
}

/** `Date.parse` takes the 30th of February for the 2nd of March. */
function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

function toNumber(value: Value): Value {
  return typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)) ? Number(value) : value;
}

function fromJson(value: Value): Value {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}

/** Whether two values of no known type say the same: equal, or one moment in two spellings. */
export function isSameAny(one: Value, other: Value): boolean {
  return (
    sameValue(one, other) ||
    (typeof one === 'string' && typeof other === 'string' && sameValue(toDate(one), toDate(other)))
  );
}

function toAttributes(value: Value): Value {
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, normalForm('any', held)]));
}

/**
 * The normal form of a value of a field's type: an empty string and null are one, numbers may come as text, dates are
 * UTC with milliseconds (without a zone they are taken as UTC), rich text is its JSON. A value of no known type stays as
 * it is: text that looks like a date may be just that text.
 */
export function normalForm(type: string, value: Value): Value {
  if (value === null || value === '') return null;
  switch (type) {
    case 'number':
      return toNumber(value);
    case 'date':
      return toDate(value);
    case 'rich-text':
      return fromJson(value);
    case 'attributes':
      return toAttributes(value);
    default:
      return value;
  }
}
