/** Reads how a sandbox is to be started from the flags of `sandbox start`. */
import type { SandboxOptions } from '../sandbox/index.ts';
import type { Context, Flags } from './command.ts';
import { usageError } from './halt.ts';
import { readRules } from './read-rules.ts';
import { tenantNames } from './sandbox-place.ts';
import { snapshotAt } from './snapshot-at.ts';

/** Longer than any client waits. */
const LONGEST_LATENCY_MS = 3_600_000;

/** What determines every answer of a sandbox, besides what it is asked. */
export type Chance = Pick<SandboxOptions, 'seed' | 'clock'>;

/** The options without the directory. Throws a `Halt` for a flag that cannot be used. */
export function startOptions({ flags, host }: Context): Omit<SandboxOptions, 'data'> {
  const { from, latency, control, errors, audience, port, rule, deliverTo } = flags;
  if (from !== undefined && flags.state !== undefined) {
    throw usageError('--state and --from both say where to begin; give one of them');
  }
  const start = flags.state === 'blank' ? 'blank' : from && snapshotAt(from, host.cwd);
  return {
    port: wholeNumber('--port', port ?? '0', 65_535),
    latencyMs: wholeNumber('--latency', latency ?? '0', LONGEST_LATENCY_MS),
    control: control === true,
    tls: tlsOf(flags),
    tenants: tenantNames(flags),
    ...chanceOf(flags),
    ...(start !== undefined && { from: start }),
    ...(deliverTo !== undefined && { webhooks: { deliverTo: deliverTo.map(hostOf) } }),
    ...(errors !== undefined && { errors }),
    ...(audience !== undefined && { audience }),
    ...(rule !== undefined && { rules: readRules(rule) }),
  };
}

function tlsOf({ tls = false, tlsName }: Flags): NonNullable<SandboxOptions['tls']> {
  if (tlsName === undefined) return tls;
  if (!tls) throw usageError('--tls-name is for the certificate of --tls; give both');
  const unusable = tlsName.find(name => !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(name));
  if (unusable === undefined) return { names: tlsName };
  throw usageError(`--tls-name is the name of a host, as in api.example.com, not "${unusable}"`);
}

/** The host is all that decides whether an event is sent; an address without a path stands for its host. */
function hostOf(text: string): string {
  const address = /^https?:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && url.href === `${url.origin}/`) return url.host;
  throw usageError(`--deliver-to is a host, as in 127.0.0.1:9000 or hooks.example.com, not "${text}"`);
}

function chanceOf({ seed, clock }: Flags): Chance {
  return { ...(seed !== undefined && { seed }), ...(clock !== undefined && { clock: { start: timeOf(clock) } }) };
}

/** A time without an offset would depend on the machine, so there is none. */
function timeOf(text: string): string {
  const isWritten = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  if (isWritten && !Number.isNaN(Date.parse(text))) return text;
  throw usageError(`--clock is a date, or a time with its offset as in 2026-01-01T08:00:00Z, not "${text}"`);
}

function wholeNumber(flag: string, text: string, most: number): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isInteger(number) && number >= 0 && number <= most) return number;
  throw usageError(`${flag} is a whole number from 0 to ${most}, not "${text}"`);
}
