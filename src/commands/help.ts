/** The help of the program as a whole. */
import { COMMANDS } from './commands.ts';

/** What `seedbed --help` prints. */
export function programHelp(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length)) + 2;
  const list = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`);
  return `Declarative seed data for First Resonance ION sandboxes, with a local ION to run it on.

Usage: seedbed <command> [paths] [options]

${list.join('\n')}

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
