/** Says what stopped a command, by whose fault it is. */
import { ConfigError } from '../config/config-error.ts';
import { Failure, type FailureKind } from '../remote/failure.ts';
import { SandboxError, type SandboxErrorCode } from '../sandbox/sandbox-error.ts';
import type { Reply } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { errorReply } from './halt.ts';

/** Kinds of failure after which nothing can be said of the target. Others mean that it understood us and said no. */
const OF_THE_TARGET: ReadonlySet<FailureKind> = new Set([
  'unreachable',
  'unauthorized',
  'forbidden',
  'rate-limited',
  'server',
  'timeout',
  'protocol',
]);

/** What is wrong with what a person asked of a sandbox, not with the sandbox. */
const OF_THE_COMMAND_LINE: ReadonlySet<SandboxErrorCode> = new Set([
  'bad-fault',
  'bad-name',
  'bad-option',
  'bad-snapshot',
  'no-snapshot',
  'no-tenant',
]);

/** The reply to an error that no command caught. What is none of the known errors is a bug of ours. */
export function replyTo(error: unknown, version: string): Reply {
  if (error instanceof ConfigError) return configReply(error);
  if (error instanceof SandboxError) return sandboxReply(error);
  if (error instanceof Failure) return failureReply(error);
  if ((error as NodeJS.ErrnoException).syscall === 'uv_cwd') return nowhereReply();
  return bugReply(error, version);
}

function configReply({ problems }: ConfigError): Reply {
  const record = { error: { code: 'configuration', message: problems.join('\n') } };
  return {
    exitCode: EXIT.usage,
    record,
    text: problems.map(problem => `error: ${problem}`).join('\n'),
    textTo: 'stderr',
  };
}

function sandboxReply({ code, message }: SandboxError): Reply {
  return errorReply(OF_THE_COMMAND_LINE.has(code) ? EXIT.usage : EXIT.unreachable, { code, message });
}

function nowhereReply(): Reply {
  const message = 'the working directory does not exist any more';
  return errorReply(EXIT.usage, { code: 'usage', message, help: 'change to another one, or to the same path again' });
}

function failureReply({ kind, message }: Failure): Reply {
  if (kind === 'interrupted') return errorReply(EXIT.interrupted, { code: kind, message: 'interrupted' });
  return errorReply(exitCodeOf(kind), { code: kind, message });
}

function exitCodeOf(kind: FailureKind): ExitCode {
  return OF_THE_TARGET.has(kind) ? EXIT.unreachable : EXIT.failed;
}

function bugReply(error: unknown, version: string): Reply {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const record = { error: { code: 'bug', message, version, stack } };
  const text = `This is a bug in seedbed ${version}: ${message}\n\n${stack}`;
  return { exitCode: EXIT.failed, record, text, textTo: 'stderr' };
}
