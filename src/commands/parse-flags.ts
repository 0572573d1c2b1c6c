/** Reads the options and arguments of one command. */
import { Command, CommanderError, Option } from 'commander';
import type { CommandDefinition, Flags } from './command.ts';
import { COMMON_OPTIONS } from './commands.ts';
import { usageError } from './halt.ts';

/** Lines up to this length have room for an explanation beside them. */
const WIDEST_EXAMPLE = 60;

/** What the rest of a command line says; `help` when it only asks for help. */
export type Parsed = { readonly flags: Flags; readonly operands: readonly string[] } | { readonly help: string };

/** Throws a `Halt` for whatever the command does not take, naming the nearest flag. */
export function parseFlags(definition: CommandDefinition, rest: readonly string[]): Parsed {
  const written = { out: '', err: '' };
  const command = commandOf(definition).configureOutput({
    writeOut: text => {
      written.out += text;
    },
    writeErr: text => {
      written.err += text;
    },
  });
  try {
    command.parse([...rest], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { help: written.out };
    throw usageError(sentence(written.err), `seedbed ${definition.name} --help lists what it takes`);
  }
  refuseEmpty(command);
  return { flags: command.opts<Flags>(), operands: command.args };
}

/** A variable that was not set, as a rule: a folder must not come to mean the one that the command runs in. */
function refuseEmpty(command: Command): void {
  const values = command.opts<Readonly<Record<string, unknown>>>();
  const empty = command.options.find(option => [values[option.attributeName()]].flat().includes(''));
  if (empty) throw usageError(`${empty.long} was given an empty value`);
}

/** commander writes `error: unknown option '--yess'` and, on a line of its own, `(Did you mean --yes?)`. */
function sentence(text: string): string {
  const [what = '', guess = ''] = text.trim().split('\n');
  return what.replace(/^error: /, '') + (guess === '' ? '' : `; ${guess.replace(/^\(Did/, 'did').replace(/\)$/, '')}`);
}

function commandOf(definition: CommandDefinition): Command {
  const { name, description, argument, options, examples } = definition;
  const command = new Command(`seedbed ${name}`)
    .description(description)
    .helpOption('-h, --help', 'print this help')
    .exitOverride();
  if (argument !== undefined) command.argument(...argument);
  for (const [flags, explanation] of [...options, ...COMMON_OPTIONS]) command.addOption(optionOf(flags, explanation));
  return command.addHelpText('after', `\nExamples:\n${exampleLines(examples).join('\n')}`);
}

/** Explanations stand beside the lines, or below each where that would be too wide. */
function exampleLines(examples: CommandDefinition['examples']): readonly string[] {
  const width = Math.max(...examples.map(([line]) => line.length));
  if (width <= WIDEST_EXAMPLE) return examples.map(([line, why]) => `  ${line.padEnd(width)}  ${why}`.trimEnd());
  return examples.flatMap(([line, why]) => (why === '' ? [`  ${line}`] : [`  ${line}`, `      ${why}`]));
}

function optionOf(flags: string, explanation: string): Option {
  const option = new Option(flags, explanation);
  const choices = /<([\w-]+(?:\|[\w-]+)+)>/.exec(flags)?.[1]?.split('|');
  if (choices === undefined) return option;
  // commander would list the choices a second time in its help.
  return option.argParser((value: string) => {
    if (choices.includes(value)) return value;
    throw usageError(`${option.long} is ${choices.join(' or ')}, not "${value}"`);
  });
}
