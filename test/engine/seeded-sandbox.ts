/** A real sandbox on a free port, and the whole engine against it, from YAML text to outcomes. */
import { GraphQLClient } from 'graphql-request';
import { applyPlan } from '../../src/apply/apply-plan.ts';
import type { ApplyResult } from '../../src/apply/outcome.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Environment } from '../../src/fixture/secrets.ts';
import { compileSources, makePlan, type Planning } from '../../src/pipeline.ts';
import type { Change } from '../../src/plan/change.ts';
import { planDestroy } from '../../src/plan/plan-destroy.ts';
import { realTiming, type Timing } from '../../src/remote/timing.ts';
import { clientCredentials } from '../../src/remote/token.ts';
import { createTransport, type Transport, type TransportStats } from '../../src/remote/transport.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';
import type { DesiredState } from '../../src/state/entity.ts';

export interface SeededSandbox {
  readonly sandbox: Sandbox;
  compile(yaml: string): Promise<DesiredState>;
  plan(yaml: string): Promise<Planning>;
  /** What the target finds wrong with a fixture that is sound in itself. */
  refusals(yaml: string): Promise<readonly Diagnostic[]>;
  /** Plans and applies; `stats` counts only what applying sent. */
  apply(yaml: string): Promise<ApplyResult & { readonly stats: TransportStats }>;
  /** Carries out a plan that was made before. */
  carryOut(planning: Planning): Promise<ApplyResult & { readonly stats: TransportStats }>;
  destroy(yaml: string): Promise<ApplyResult>;
  /** Asks the sandbox as any client would. */
  ion<T = Record<string, never>>(document: string, variables?: Record<string, unknown>): Promise<T>;
  close(): Promise<void>;
}

export async function soundState(yaml: string, env: Environment): Promise<DesiredState> {
  const { value, diagnostics } = await compileSources([{ path: 'fixture.yaml', text: yaml }], { env });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return value;
}

/** The token of the key that a fresh sandbox has. */
async function tokenOf({ tokenUrl, clientId, clientSecret }: Sandbox): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const answer = (await (await fetch(tokenUrl, { method: 'POST', body })).json()) as { access_token: string };
  return answer.access_token;
}

/** Waits between tries are not waited for: what is asserted is what happens, not when. */
const IMPATIENT: Timing = { ...realTiming, sleep: () => Promise.resolve() };

function transportTo(sandbox: Sandbox, readOnly: boolean, concurrency: number): Transport {
  const { url, tokenUrl, clientId, clientSecret } = sandbox;
  const token = clientCredentials({ tokenUrl, clientId, clientSecret });
  return createTransport({ url, token, concurrency, timeoutMs: 20_000, readOnly, timing: IMPATIENT });
}

/** `env` is where the secrets of fixtures come from. */
export async function startSeeded(
  options: SandboxOptions = {},
  concurrency = 8,
  env: Environment = {},
): Promise<SeededSandbox> {
  const sandbox = await startSandbox(options);
  const client = new GraphQLClient(sandbox.url, { headers: { authorization: `Bearer ${await tokenOf(sandbox)}` } });
  const reader = transportTo(sandbox, true, concurrency);

  async function checkedPlan(yaml: string) {
    return makePlan(await soundState(yaml, env), reader);
  }
  async function soundPlan(yaml: string): Promise<Planning> {
    const { value, diagnostics } = await checkedPlan(yaml);
    if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
    return value;
  }
  async function carryOut({ plan, desired, actual, dialect }: Planning) {
    const transport = transportTo(sandbox, false, concurrency);
    try {
      const result = await applyPlan(plan, { desired, known: actual, dialect, transport });
      return { ...result, stats: { ...transport.stats } };
    } finally {
      transport.close();
    }
  }
  return {
    sandbox,
    compile: yaml => soundState(yaml, env),
    plan: soundPlan,
    refusals: async yaml => (await checkedPlan(yaml)).diagnostics,
    apply: async yaml => carryOut(await soundPlan(yaml)),
    carryOut,
    destroy: async yaml => {
      const planning = await soundPlan(yaml);
      return carryOut({ ...planning, plan: planDestroy(planning.desired, planning.actual) });
    },
    ion: (document, variables) => client.request(document, variables),
    close: async () => {
      reader.close();
      await sandbox.close();
    },
  };
}

/** The changes of a plan that are not `keep`, as `action address`. */
export function pending({ plan }: Planning): readonly string[] {
  return plan.changes.filter(({ action }) => action !== 'keep').map(describeChange);
}

/** How every change of an apply ended, worst first, as `status action address`. */
export function troubles(result: ApplyResult): readonly string[] {
  return result.outcomes
    .filter(({ status }) => status !== 'done')
    .map(
      outcome =>
        `${outcome.status} ${describeChange(outcome.change)}${outcome.status === 'failed' ? `: ${outcome.failure.message}` : ''}`,
    );
}

function describeChange(change: Change): string {
  return change.action === 'transition'
    ? `transition ${change.address} ${change.from} → ${change.to}`
    : `${change.action} ${change.address}`;
}
