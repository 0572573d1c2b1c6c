/** Finds the command that a command line names, before anything heavy is imported. */
import { didYouMean } from '../diagnostics/suggest.ts';
import type { CommandDefinition } from './command.ts';
import { COMMANDS } from './commands.ts';
import { usageError } from './halt.ts';

export interface Called {
  readonly command: CommandDefinition;
  readonly rest: readonly string[];
}

/** The command and what follows its name. Throws a `Halt` with the nearest name when there is no such command. */
export function findCommand(argv: readonly string[]): Called {
  const [first = '', second = ''] = argv;
  if (first.startsWith('-')) throw usageError(`the command comes first: seedbed <command> ${first} …`, SEE_HELP);
  const command = COMMANDS.find(({ name }) => name === first || name === `${first} ${second}`);
  if (command) return { command, rest: argv.slice(command.name.split(' ').length) };
  const group = COMMANDS.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) =>
    name.slice(first.length + 1),
  );
  if (group.length > 0) throw unknownInGroup(first, second, group);
  const names = [...new Set(COMMANDS.map(({ name }) => name.split(' ')[0] ?? ''))];
  throw usageError(`there is no command "${first}"${guess(first, names)}`, SEE_HELP);
}

const SEE_HELP = 'seedbed --help lists the commands';

function unknownInGroup(group: string, name: string, names: readonly string[]): Error {
  const choices = `seedbed ${group} needs one of: ${names.join(', ')}`;
  if (name === '' || name.startsWith('-')) return usageError(choices);
  return usageError(`there is no command "${group} ${name}"${guess(name, names)}`, choices);
}

function guess(name: string, names: readonly string[]): string {
  const hint = didYouMean(name, names);
  return hint === undefined ? '' : `; ${hint}`;
}
