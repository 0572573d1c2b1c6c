/** What a command of the local sandbox works on: a data directory, or one tenant in it. */
import { printable } from '../diagnostics/printable.ts';
import type { TenantChoice } from '../sandbox/index.ts';
import type { Context, Flags } from './command.ts';
import { sandboxDirectory } from './sandbox-directory.ts';
import { fromHere } from './settings.ts';

export interface Place {
  readonly directory: string;
  readonly choice: TenantChoice;
  /** `sandbox in .seedbed`, or `tenant line-2 of the sandbox in .seedbed`. */
  readonly shown: string;
  /** The flags that mean the same place, to be put behind another command; empty where it needs none. */
  readonly flags: string;
}

/** The place that `--data`, `--target` and `--tenant` name; a target can have a tenant of its own. */
export async function sandboxPlace(context: Context): Promise<Place> {
  const { dir: directory, tenant: ofTarget } = await sandboxDirectory(context);
  const [tenant = ofTarget] = tenantNames(context.flags);
  const sandbox = `sandbox in ${fromHere(directory, context.host.cwd)}`;
  const { data, target } = context.flags;
  const named = Object.entries({ data, target, tenant }).filter(([, value]) => value !== undefined);
  const flags = named.map(([flag, value]) => ` --${flag} ${quoted(printable(String(value)))}`).join('');
  if (tenant === undefined) return { directory, choice: {}, shown: sandbox, flags };
  return { directory, choice: { tenant }, shown: `tenant ${tenant} of the ${sandbox}`, flags };
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w./:@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Several for `sandbox start`, at most one for the others. */
export function tenantNames({ tenant = [] }: Flags): readonly string[] {
  return [...new Set([tenant].flat())];
}
