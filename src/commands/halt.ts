/** The way to end a command early from anywhere inside it. */
import { printable } from '../diagnostics/printable.ts';
import type { Reply } from './command.ts';
import { EXIT } from './exit-code.ts';

/** Thrown when a command cannot go on; its reply is delivered as it is. */
export class Halt extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(reply.text);
    this.name = 'Halt';
    this.reply = reply;
  }
}

/** A reply of the form `{"error":{"code","message","help"?}}`; for people `error: message`, to stderr. */
export function errorReply(
  exitCode: Reply['exitCode'],
  error: { readonly code: string; readonly message: string; readonly help?: string },
): Reply {
  const lines = [`error: ${error.message}`, ...(error.help === undefined ? [] : [`help: ${error.help}`])];
  // A target's own words may be in it, line breaks among them.
  const text = lines.flatMap(line => line.split('\n').map(printable)).join('\n');
  return { exitCode, record: { error }, text, textTo: 'stderr' };
}

/** A command line or a setting that cannot be used. */
export function usageError(message: string, help?: string): Halt {
  return new Halt(errorReply(EXIT.usage, { code: 'usage', message, ...(help !== undefined && { help }) }));
}
