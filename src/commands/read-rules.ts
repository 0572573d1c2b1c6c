/** Reads the switches of the sandbox's behaviour from the command line. */
import type { Rules } from '../sandbox/index.ts';
import { usageError } from './halt.ts';

/** Every switch with what it can be set to; one that is missing here does not compile. */
const SETTINGS: { readonly [Name in keyof Rules]: readonly Rules[Name][] } = {
  directRelease: [true, false],
  buildRequirementsAt: ['inventory', 'run'],
  approvals: [0, 1],
  approvedPartProcedures: [false, true],
};

/** `name=value` each; of two for one switch the later counts. Throws a `Halt` that names what there is. */
export function readRules(texts: readonly string[]): Partial<Rules> {
  return Object.fromEntries(texts.map(readRule));
}

function readRule(text: string): readonly [string, unknown] {
  const [name = '', value] = text.split('=');
  const setting = Object.entries(SETTINGS).find(([known]) => known === name);
  const found = setting?.[1].findIndex(each => String(each) === value) ?? -1;
  if (setting !== undefined && found !== -1) return [name, setting[1][found]];
  const known = Object.entries(SETTINGS).map(([each, values]) => `${each}=${values.join('|')}`);
  throw usageError(`--rule is one of ${known.join(', ')}, not "${text}"`);
}
