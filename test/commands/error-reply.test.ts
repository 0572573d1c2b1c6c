import { describe, expect, it } from 'vitest';
import { replyTo } from '../../src/commands/error-reply.ts';
import { ConfigError } from '../../src/config.ts';
import { Failure, type FailureKind } from '../../src/remote/failure.ts';
import { SandboxError } from '../../src/sandbox/index.ts';

describe('the reply to an error', () => {
  it.each<[FailureKind, number]>([
    ['unreachable', 5],
    ['unauthorized', 5],
    ['forbidden', 5],
    ['rate-limited', 5],
    ['server', 5],
    ['timeout', 5],
    ['protocol', 5],
    ['invalid', 1],
    ['conflict', 1],
    ['interrupted', 130],
  ])('ends with the code of a failure that is %s', (kind, exitCode) => {
    expect(replyTo(new Failure({ kind, message: 'x' }), '1.0.0')).toMatchObject({
      exitCode,
      record: { error: { code: kind } },
    });
  });

  it("shows a target's words as what they are, not as what they would do to a terminal", () => {
    const { text, record } = replyTo(new Failure({ kind: 'invalid', message: 'one\n\u001b[31mtwo' }), '1.0.0');
    expect(text).toBe('error: one\n\u241b[31mtwo');
    expect(record).toEqual({ error: { code: 'invalid', message: 'one\n\u001b[31mtwo' } });
  });

  it('ends with 2 for a setting that cannot be used, and gives each problem a line', () => {
    const reply = replyTo(new ConfigError(['a:1:1: one', 'a:2:1: two']), '1.0.0');
    expect(reply).toMatchObject({ exitCode: 2, text: 'error: a:1:1: one\nerror: a:2:1: two', textTo: 'stderr' });
  });

  it('ends with 5 when no sandbox can be had', () => {
    expect(replyTo(new SandboxError('port-in-use', 'Port 1 is taken.'), '1.0.0')).toMatchObject({
      exitCode: 5,
      record: { error: { code: 'port-in-use', message: 'Port 1 is taken.' } },
    });
  });

  it('ends with 2 when what was asked of a sandbox cannot be', () => {
    expect(replyTo(new SandboxError('no-snapshot', 'There is no snapshot x.'), '1.0.0')).toMatchObject({
      exitCode: 2,
      record: { error: { code: 'no-snapshot' } },
    });
  });

  it('calls anything else a bug, with the version and the stack', () => {
    const reply = replyTo(new TypeError('x is not a function'), '1.2.3');
    expect(reply.exitCode).toBe(1);
    expect(reply.text).toMatch(/^This is a bug in seedbed 1\.2\.3: x is not a function\n\nTypeError: .*\n {4}at /);
    expect(reply.record).toMatchObject({ error: { code: 'bug', version: '1.2.3' } });
  });
});
