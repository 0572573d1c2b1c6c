/** Finds the command that a command line names, before anything heavy is imported. */
import { withGuess } from '../diagnostics/suggest.ts';
import type { CommandDefinition } from './command.ts';
import { COMMANDS } from './commands.ts';
import { usageError } from './halt.ts';
import { groupHelp } from './help.ts';

export interface Called {
  readonly command: CommandDefinition;
  readonly rest: readonly string[];
}

const SEE_HELP = 'seedbed --help lists the commands';

/**
 * The command and what follows its name, or the help of a group of commands. Throws a `Halt` with the nearest name when
 * there is no such command.
 */
export function findCommand(argv: readonly string[]): Called | { readonly help: string } {
  const [first = ''] = argv;
  if (first.startsWith('-')) throw usageError(`the command comes first: seedbed <command> ${first} …`, SEE_HELP);
  const command = COMMANDS.find(({ name }) => beginsWith(argv, wordsOf(name)));
  if (command) return { command, rest: argv.slice(wordsOf(command.name).length) };
  const group = groupOf(argv);
  const next = argv[group.length] ?? '';
  if (group.length > 0 && (next === '--help' || next === '-h')) return { help: groupHelp(group.join(' ')) };
  throw unknownCommand(group, next);
}

function wordsOf(name: string): readonly string[] {
  return name.split(' ');
}

function beginsWith(words: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((word, index) => words[index] === word);
}

/** The longest beginning of the command line that some commands share. */
function groupOf(argv: readonly string[]): readonly string[] {
  const isGroup = (words: readonly string[]) => COMMANDS.some(({ name }) => beginsWith(wordsOf(name), words));
  const length = argv.findIndex((_, index) => !isGroup(argv.slice(0, index + 1)));
  return length === -1 ? argv : argv.slice(0, length);
}

function unknownCommand(group: readonly string[], next: string): Error {
  const inGroup = COMMANDS.map(({ name }) => wordsOf(name)).filter(words => beginsWith(words, group));
  const names = [...new Set(inGroup.map(words => words[group.length] ?? ''))];
  const choices = group.length === 0 ? SEE_HELP : `seedbed ${group.join(' ')} needs one of: ${names.join(', ')}`;
  if (group.length > 0 && (next === '' || next.startsWith('-'))) return usageError(choices);
  return usageError(withGuess(`there is no command "${[...group, next].join(' ')}"`, next, names), choices);
}
