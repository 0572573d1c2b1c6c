import { describe, expect, test } from 'vitest';
import { readIonErrors } from '../../src/remote/ion-errors.ts';

function kindOf(error: unknown, status = 200): string | undefined {
  return readIonErrors([error], status)[0]?.kind;
}

test.each([
  ['CONCURRENCY_ERROR', 'conflict'],
  ['Etag does not match', 'conflict'],
  ['Unable to validate authentication token', 'unauthorized'],
  ['Token is expired.', 'unauthorized'],
  ['User does not have permission to update this resource.', 'forbidden'],
  ['Part with part number PN-1 and revision A already exists', 'exists'],
  ['Part is not unique under its parent', 'exists'],
  ['Part not found', 'not-found'],
  ['Quantity must be greater than 0', 'invalid'],
])('the message %j is %s', (message, kind) => {
  expect(kindOf({ message })).toBe(kind);
});

test('a code decides before the message', () => {
  expect(kindOf({ message: 'Part not found', extensions: { code: 'CONCURRENCY_ERROR' } })).toBe('conflict');
});

test('an unknown code leaves the decision to the message, and is kept', () => {
  const [entry] = readIonErrors([{ message: 'Part already exists', extensions: { code: 'constructor' } }], 200);
  expect(entry).toMatchObject({ kind: 'exists', code: 'constructor' });
});

test.each([
  [400, 'invalid'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [409, 'conflict'],
  [422, 'invalid'],
  [429, 'rate-limited'],
  [500, 'server'],
])('status %i alone is %s', (status, kind) => {
  expect(kindOf({ message: 'no' }, status)).toBe(kind);
});

test('a 429 stays one whatever its message', () => {
  expect(kindOf({ message: 'queue already exists' }, 429)).toBe('rate-limited');
});

describe('odd shapes', () => {
  test.each([
    ['a text', ['boom'], 'boom'],
    ['no message', [{}], 'an error without a message'],
    ['a message that is no text', [{ message: 5 }], 'an error without a message'],
    ['one object instead of a list', { message: 'alone' }, 'alone'],
    ['a path with odd steps', [{ message: 'm', path: [{}] }], 'm'],
  ])('%s is read', (_, errors, message) => {
    expect(readIonErrors(errors, 200)).toEqual([{ message, kind: 'invalid' }]);
  });

  test.each([[undefined], [null], ['text'], [[]]])('%j gives nothing', errors => {
    expect(readIonErrors(errors, 200)).toEqual([]);
  });
});
