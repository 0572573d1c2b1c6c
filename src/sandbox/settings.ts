// The settings of a tenant. Apart from `startSandbox`, whose types are public and must not lead to what is bundled.
import { resolve } from 'node:path';
import type { SandboxOptions } from './start-sandbox.ts';
import type { TenantSettings } from './tenant.ts';

/** What the options, and the defaults of those left out, come to for the tenant without a name. */
export const settingsOf = ({ data, seed, ...options }: SandboxOptions): TenantSettings => ({
  name: undefined,
  directory: data === undefined ? undefined : resolve(data),
  from: options.from,
  clock: options.clock ?? (() => new Date()),
  seed: seed === undefined ? undefined : String(seed),
  tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? 300,
  audience: options.audience,
  latencyMs: options.latencyMs ?? 0,
  timeLimitMs: options.timeLimitMs ?? 30_000,
  errors: options.errors ?? 'http-200',
  webhooks: options.webhooks ?? {},
  rules: options.rules ?? {},
});
