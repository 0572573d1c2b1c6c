/** Reads the switches of the sandbox's behaviour from the command line. */
import { RULE_SETTINGS, type Rules } from '../sandbox/index.ts';
import { usageError } from './halt.ts';

/** `name=value` each; of two for one switch the later counts. Throws a `Halt` that names what there is. */
export function readRules(texts: readonly string[]): Partial<Rules> {
  return Object.fromEntries(texts.map(readRule));
}

function readRule(text: string): readonly [string, unknown] {
  const [name = '', value] = text.split('=');
  const setting = Object.entries(RULE_SETTINGS).find(([known]) => known === name);
  const found = setting?.[1].findIndex(each => String(each) === value) ?? -1;
  if (setting !== undefined && found !== -1) return [name, setting[1][found]];
  const known = Object.entries(RULE_SETTINGS).map(([each, values]) => `${each}=${values.join('|')}`);
  throw usageError(`--rule is one of ${known.join(', ')}, not "${text}"`);
}
