import { expect, test } from 'vitest';
import { operationKind } from '../../src/remote/operation-kind.ts';

test.each([
  'mutation { x }',
  'mutation Name($a: Int = 1) @d(a: {b: 1}) { x }',
  '\uFEFF # query { x }\n ,, mutation{ x }',
  'fragment F on Part { id } mutation M { x { ...F } }',
  'query A { x } mutation B { y }',
  '{ x } mutation { y }',
  '"""query { x }""" mutation { y }',
  'query A($s: String = "}") { x } mutation B { y }',
  'query A($s: I = {a: {b: [1]}}) { x } mutation B { y }',
  'query A { x(s: "\\"}") } mutation B { y }',
  'query A { x(s: """ " } \\""" """) } mutation B { y }',
  '# a comment with " in it\nmutation { x }',
])('writes: %s', document => {
  expect(operationKind(document)).toBe('mutation');
});

test.each([
  '{ mutation }',
  'query mutation { x }',
  'query Q($mutation: Int) { x(a: $mutation) }',
  'query Q @mutation { x }',
  'fragment mutation on Part { id } query { ...mutation }',
  'query { x(text: "} mutation { y }") }',
  'query { x(text: """ } mutation { y } """) }',
  '# mutation { y }\nquery { x }',
  'query { x } # mutation { y }',
  'query { a: mutation { b } }',
  'subscription { mutation }',
  '',
])('reads: %s', document => {
  expect(operationKind(document)).toBe('query');
});
