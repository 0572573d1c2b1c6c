/** `seedbed sandbox fault add`: lets the running local ION fail as a rule says. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { renderFaults } from '../report/render-faults.ts';
import { addSandboxFault, clearSandboxFaults, type FaultRule, listSandboxFaults } from '../sandbox/index.ts';
import type { Context, Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { usageError } from './halt.ts';
import { type Place, sandboxPlace } from './sandbox-place.ts';
import { styleOf } from './style-of.ts';

export const run: Run = async context => {
  const rules = await readRules(context);
  const place = await sandboxPlace(context);
  const { directory, choice } = place;
  const names = await addAll(place, rules);
  const faults = (await listSandboxFaults(directory, choice)).filter(({ name }) => names.includes(name));
  const text = renderFaults(faults, 'Added', styleOf(context));
  return context.deliver({ exitCode: EXIT.done, record: { directory, ...choice, faults }, text });
};

/** All of them or none. The server says what is wrong with a rule. */
async function addAll({ directory, choice }: Place, rules: readonly unknown[]): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for (const rule of rules) names.push(await addSandboxFault(directory, rule as FaultRule, choice));
  } catch (error) {
    for (const name of names) await clearSandboxFaults(directory, name, choice);
    throw error;
  }
  return names;
}

async function readRules(context: Context): Promise<readonly unknown[]> {
  const [operand = ''] = context.operands;
  const isJson = /^\s*[[{]/.test(operand);
  const rules = isJson ? parsed(operand, 'the rule') : parsed(await textOf(operand, context), operand);
  return Array.isArray(rules) ? rules : [rules];
}

async function textOf(path: string, { host }: Context): Promise<string> {
  try {
    return await readFile(resolve(host.cwd, path), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usageError(`the rule is neither JSON nor a file that can be read: ${path} (${code})`, SEE_HELP);
  }
}

const SEE_HELP = 'seedbed sandbox fault add --help shows some rules';

function parsed(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usageError(`${shown} is no JSON: ${(error as Error).message}`, SEE_HELP);
  }
}
