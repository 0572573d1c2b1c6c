/** A remote target from the variables that ION's own examples use [docs python-quickstart, EX]. */

import { graphqlAddress, tokenAddress } from './addresses.ts';
import { ConfigError } from './config-error.ts';
import type { Auth, RemoteTarget } from './target.ts';

type Env = Readonly<Record<string, string | undefined>>;

const CLIENT_VARIABLES = ['ION_CLIENT_ID', 'ION_CLIENT_SECRET', 'ION_AUTH_SERVER'];
const VARIABLES = ['ION_BASE_URL', 'ION_TOKEN', ...CLIENT_VARIABLES];

/** Undefined when none of the variables is set; an empty one counts as not set. Half a set is a `ConfigError`. */
export function targetFromEnvironment(env: Env): RemoteTarget | undefined {
  const set = VARIABLES.filter(name => settingOf(env, name) !== undefined);
  if (set.length === 0) return undefined;
  if (!set.includes('ION_BASE_URL')) throw new ConfigError([`environment: ${set.join(', ')} set without ION_BASE_URL`]);
  const url = read(env, 'ION_BASE_URL', graphqlAddress);
  return { name: 'environment', kind: 'remote', url, auth: authFrom(env) };
}

function settingOf(env: Env, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

function read(env: Env, name: string, toAddress: typeof graphqlAddress): string {
  const address = toAddress(settingOf(env, name) ?? '');
  if ('problem' in address) throw new ConfigError([`environment variable ${name}: ${address.problem}`]);
  return address.url;
}

function authFrom(env: Env): Auth {
  const token = settingOf(env, 'ION_TOKEN');
  if (token !== undefined) return { kind: 'token', token };
  const missing = CLIENT_VARIABLES.filter(name => settingOf(env, name) === undefined);
  if (missing.length === CLIENT_VARIABLES.length) {
    throw new ConfigError([`environment: ION_BASE_URL needs ION_TOKEN, or ${CLIENT_VARIABLES.join(', ')}`]);
  }
  if (missing.length > 0) throw new ConfigError([`environment: ${missing.join(', ')} not set`]);
  return {
    kind: 'client',
    clientId: settingOf(env, 'ION_CLIENT_ID') ?? '',
    clientSecret: settingOf(env, 'ION_CLIENT_SECRET') ?? '',
    tokenUrl: read(env, 'ION_AUTH_SERVER', tokenAddress),
  };
}
