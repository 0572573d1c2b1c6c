/** Runs one command line: finds the command, loads it, and delivers what it answers or what stopped it. */
import { showsColour } from '../report/terminal.ts';
import type { Context, Flags, Host, Reply } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Called } from './find-command.ts';
import { findCommand } from './find-command.ts';
import { Halt } from './halt.ts';

/** Where the output has no width of its own: a file, or a terminal that does not tell. */
const DEFAULT_COLUMNS = 100;
const FEWEST_COLUMNS = 40;

/** Never rejects: a bug, too, is delivered and becomes an exit code. */
export async function run(argv: readonly string[], host: Host): Promise<ExitCode> {
  const isJson = asksForJson(argv);
  try {
    const found = findCommand(argv);
    return 'help' in found ? tell(found.help, host) : await runCalled(found, host);
  } catch (error) {
    const reply = error instanceof Halt ? error.reply : (await import('./error-reply.ts')).replyTo(error, host.version);
    return deliver(reply, host, isJson);
  }
}

async function runCalled({ command, rest }: Called, host: Host): Promise<ExitCode> {
  const { parseFlags } = await import('./parse-flags.ts');
  const parsed = parseFlags(command, rest);
  if ('help' in parsed) return tell(parsed.help, host);
  return (await command.load()).run(contextOf(parsed.flags, parsed.operands, host));
}

function tell(help: string, host: Host): ExitCode {
  host.stdout.write(help);
  return EXIT.done;
}

function contextOf(flags: Flags, operands: readonly string[], host: Host): Context {
  const isJson = flags.format === 'json';
  const mayColour = flags.color !== false;
  return {
    host,
    flags,
    operands,
    isJson,
    colour: mayColour && showsColour(host.stdout, host.env),
    logColour: mayColour && showsColour(host.stderr, host.env),
    columns: Math.max(host.stdout.columns || DEFAULT_COLUMNS, FEWEST_COLUMNS),
    say: text => {
      if (!isJson) host.stdout.write(`${text}\n`);
    },
    log: text => void host.stderr.write(`${text}\n`),
    deliver: reply => deliver(reply, host, isJson),
  };
}

function deliver(reply: Reply, host: Host, isJson: boolean): ExitCode {
  if (isJson) host.stdout.write(`${JSON.stringify(reply.record, null, 2)}\n`);
  else if (reply.text !== '') (reply.textTo === 'stderr' ? host.stderr : host.stdout).write(`${reply.text}\n`);
  return reply.exitCode;
}

/** Asked before the flags are read, so that a mistake in them is told in the right form. */
function asksForJson(argv: readonly string[]): boolean {
  return (
    argv.includes('--format=json') || argv.some((word, index) => word === '--format' && argv[index + 1] === 'json')
  );
}
