// ION's own scalar types: what they accept, and the one form in which they are stored and answered.
import {
  GraphQLError,
  GraphQLFloat,
  GraphQLInt,
  GraphQLScalarType,
  Kind,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';

const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?$/;
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

const refuse = (type: string, value: unknown, expected: string): never => {
  throw new GraphQLError(`${type} cannot represent ${JSON.stringify(value)}: ${expected}.`);
};

/** Minutes east of UTC; a time without an offset counts as UTC (inferred). */
const offsetMinutes = (offset: string | undefined): number => {
  if (offset === undefined || offset.toUpperCase() === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(':', '') || 0);
  return offset.startsWith('-') ? -minutes : minutes;
};

const utcOf = (match: RegExpExecArray): Date | undefined => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(part => Number(part ?? 0));
  const milliseconds = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const calendar = new Date(Date.UTC(year, month - 1, day));
  const exists = calendar.getUTCMonth() === month - 1 && calendar.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second > 59) return undefined;
  return new Date(Date.UTC(year, month - 1, day, hour, minute - offsetMinutes(match[8]), second, milliseconds));
};

/** ISO 8601 with a date and a time → the same instant as `YYYY-MM-DDTHH:MM:SS.mmmZ`, which also sorts as text. */
const parseDateTime = (value: unknown): string => {
  const match = typeof value === 'string' ? DATE_TIME.exec(value.trim()) : null;
  const date = match === null ? undefined : utcOf(match);
  return date?.toISOString() ?? refuse('DateTime', value, 'it takes a date and a time in ISO 8601');
};

const parseDecimal = (value: unknown): string => {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'string' && DECIMAL.test(value.trim())) return value.trim();
  return refuse('Decimal', value, 'it takes a number, or a number in a string');
};

const isScalar = (value: unknown): boolean => value === null || ['string', 'number', 'boolean'].includes(typeof value);

const parseScalarValue = (value: unknown): unknown =>
  isScalar(value) || (Array.isArray(value) && value.every(isScalar))
    ? value
    : refuse('ScalarValue', value, 'it takes a string, a number, a boolean, or a list of these');

const refuseUpload = (): never => {
  throw new GraphQLError('This sandbox takes no files inside a GraphQL request.');
};

interface ScalarRule {
  readonly parse: (value: unknown) => unknown;
  readonly serialize?: (value: unknown) => unknown;
  readonly literals?: readonly Kind[];
}

const passThrough: ScalarRule = { parse: value => value };

/**
 * DateTime refuses a date without a time [TS]. Decimal is answered as a string, as Python's GraphQL servers do
 * (inferred). ScalarValue also takes lists, which a MULTISELECT value needs (inferred). The rest passes unchanged.
 */
const RULES: Readonly<Record<string, ScalarRule>> = {
  DateTime: {
    parse: parseDateTime,
    serialize: value => parseDateTime(value instanceof Date ? value.toISOString() : value),
    literals: [Kind.STRING],
  },
  Decimal: { parse: parseDecimal, literals: [Kind.STRING, Kind.INT, Kind.FLOAT] },
  ScalarValue: { parse: parseScalarValue },
  Upload: { parse: refuseUpload },
};

const parseLiteral =
  (name: string, rule: ScalarRule) =>
  (node: ValueNode, variables?: Record<string, unknown> | null): unknown => {
    if (rule.literals !== undefined && !rule.literals.includes(node.kind)) {
      return refuse(name, node.kind, `it takes ${rule.literals.join(', ')}`);
    }
    return rule.parse(valueFromASTUntyped(node, variables));
  };

/** The scalar of this name; a name without rules of its own passes every JSON value through. */
export const buildScalar = (name: string): GraphQLScalarType => {
  const rule = RULES[name] ?? passThrough;
  return new GraphQLScalarType({
    name,
    parseValue: rule.parse,
    parseLiteral: parseLiteral(name, rule),
    serialize: rule.serialize ?? rule.parse,
  });
};

/** GraphQL's number type, that also takes a number in a string where it comes in a variable. */
const takingText = (type: GraphQLScalarType<number>): GraphQLScalarType<number> => {
  const parseValue = (value: unknown): number =>
    type.parseValue(typeof value === 'string' && DECIMAL.test(value.trim()) ? Number(value) : value);
  return new GraphQLScalarType({ ...type.toConfig(), parseValue });
};

/** Ids out of settings and tables come as text [PR replenishment]. */
export const INT = takingText(GraphQLInt);

/** So do quantities [EX inventory_updates]. */
export const FLOAT = takingText(GraphQLFloat);
