/** Reads one entry of `targets:`. */
import { resolve } from 'node:path';
import { graphqlAddress, tokenAddress, tokenAddressOfApi } from './addresses.ts';
import { ConfigError } from './config-error.ts';
import type { Expand } from './expand.ts';
import type { Auth, RemoteTarget, Target } from './target.ts';
import type { Section } from './yaml-section.ts';

/** The keys of the whole file. */
export const CONFIG_KEYS = ['fixtures', 'target', 'targets', 'concurrency', 'timeout'];

const EMBEDDED_KEYS = ['sandbox', 'tenant', 'concurrency', 'timeout'];
const REMOTE_KEYS = [
  'url',
  'token',
  'clientId',
  'clientSecret',
  'tokenUrl',
  'sandbox',
  'domain',
  'concurrency',
  'timeout',
];

/** `root` is what a relative directory starts from. */
interface EntryContext {
  readonly root: string;
  readonly expand: Expand;
}

/** With a `url` it is remote, and `sandbox` is the claim that the guard checks; without, `sandbox` is a directory. */
export function targetEntry(name: string, entry: Section, context: EntryContext): Target {
  if (entry.get('url') !== undefined) return remoteTarget(name, entry, context.expand);
  const dir = entry.get('sandbox');
  entry.refuseUnknown(dir === undefined ? REMOTE_KEYS : EMBEDDED_KEYS);
  if (dir === undefined) {
    throw new ConfigError([`${entry.place}: the target "${name}" needs a "url", or "sandbox" with a directory`]);
  }
  if (!dir.isText) {
    throw new ConfigError([`${dir.place}: without a "url", "sandbox" is the directory of an embedded sandbox`]);
  }
  const tenant = entry.get('tenant')?.text(context.expand);
  return {
    name,
    kind: 'sandbox',
    dir: resolve(context.root, dir.text(context.expand)),
    ...(tenant === undefined ? {} : { tenant }),
  };
}

function remoteTarget(name: string, entry: Section, expand: Expand): RemoteTarget {
  entry.refuseUnknown(REMOTE_KEYS);
  const url = address(entry, 'url', expand, graphqlAddress);
  const claims = entry.get('sandbox')?.flag(expand) ?? false;
  const domain = entry.get('domain')?.text(expand);
  return {
    name,
    kind: 'remote',
    url,
    auth: entryAuth(name, entry, url, expand),
    ...(claims ? { sandbox: true as const } : {}),
    ...(domain === undefined ? {} : { domain }),
  };
}

type AddressReader = (text: string) => { readonly url: string } | { readonly problem: string };

function address(entry: Section, key: string, expand: Expand, read: AddressReader): string {
  const result = read(required(entry, key, expand));
  if ('problem' in result) throw new ConfigError([`${entry.get(key)?.place ?? entry.place}: ${result.problem}`]);
  return result.url;
}

function required(entry: Section, key: string, expand: Expand): string {
  const field = entry.get(key);
  if (field === undefined) throw new ConfigError([`${entry.place}: "${key}" is missing`]);
  return field.text(expand);
}

function entryAuth(name: string, entry: Section, apiUrl: string, expand: Expand): Auth {
  const token = entry.get('token');
  const clientKeys = ['clientId', 'clientSecret', 'tokenUrl'].filter(key => entry.get(key) !== undefined);
  if (token !== undefined && clientKeys.length > 0) {
    throw new ConfigError([`${token.place}: give either "token" or "clientId" with "clientSecret", not both`]);
  }
  if (token !== undefined) return { kind: 'token', token: required(entry, 'token', expand) };
  if (clientKeys.length === 0) {
    throw new ConfigError([`${entry.place}: the target "${name}" needs a "token", or "clientId" and "clientSecret"`]);
  }
  return {
    kind: 'client',
    clientId: required(entry, 'clientId', expand),
    clientSecret: required(entry, 'clientSecret', expand),
    tokenUrl: entryTokenUrl(entry, apiUrl, expand),
  };
}

function entryTokenUrl(entry: Section, apiUrl: string, expand: Expand): string {
  if (entry.get('tokenUrl') !== undefined) return address(entry, 'tokenUrl', expand, tokenAddress);
  const derived = tokenAddressOfApi(apiUrl);
  if (derived !== undefined) return derived;
  throw new ConfigError([`${entry.place}: "tokenUrl" is missing, and is not known for this url`]);
}
