/** The help of the program as a whole, and of groups of commands. */
import type { CommandDefinition } from './command.ts';
import { COMMANDS } from './commands.ts';

/** What `seedbed --help` prints. */
export function programHelp(): string {
  return `Declarative seed data for First Resonance ION sandboxes, with a local ION to run it on.

Usage: seedbed <command> [paths] [options]

${listOf(COMMANDS)}

Paths are fixture files, folders or globs; without any, those that seedbed.config.yaml names, else fixtures/.
Without a configured target, everything runs on a local sandbox in .seedbed/.

A first round:
  seedbed validate fixtures     is it sound?
  seedbed plan fixtures         what would change?
  seedbed apply fixtures        do it
  seedbed verify fixtures       is all as declared?

Exit codes: 0 done or nothing to do, 1 changes failed, 2 usage, 3 fixtures invalid, 4 changes pending or drift,
            5 target unreachable or credentials refused, 6 refused by a guard, 130 interrupted

seedbed <command> --help tells more; seedbed --version prints the version.
`;
}

/** What `seedbed sandbox --help` prints, and the help of any other words that commands begin with. */
export function groupHelp(group: string): string {
  const commands = COMMANDS.filter(({ name }) => name.startsWith(`${group} `));
  return `Usage: seedbed ${group} <command> [options]

${listOf(commands)}

seedbed ${group} <command> --help tells more.
`;
}

function listOf(commands: readonly CommandDefinition[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  return commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`).join('\n');
}
