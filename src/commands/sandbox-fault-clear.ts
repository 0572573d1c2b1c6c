/** `seedbed sandbox fault clear`: removes one fault of the running local ION, or all. */
import { withGuess } from '../diagnostics/suggest.ts';
import { counted } from '../report/wording.ts';
import { clearSandboxFaults, listSandboxFaults } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { usageError } from './halt.ts';
import { sandboxPlace } from './sandbox-place.ts';

export const run: Run = async context => {
  const [name] = context.operands;
  const { directory, choice } = await sandboxPlace(context);
  const names = (await listSandboxFaults(directory, choice)).map(fault => fault.name);
  if (name !== undefined && !names.includes(name)) {
    const sentence = withGuess(`there is no fault "${name}"`, name, names);
    throw usageError(sentence, 'seedbed sandbox fault list names them');
  }
  await clearSandboxFaults(directory, name, choice);
  const cleared = name === undefined ? names : [name];
  const text = cleared.length === 0 ? 'There was no fault to remove.' : `${counted(cleared.length, 'fault')} removed.`;
  return context.deliver({ exitCode: EXIT.done, record: { directory, ...choice, cleared }, text });
};
