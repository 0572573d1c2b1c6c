/** A sandbox that holds the rover's baseline, seeded by the engine as anyone would seed it. */
import { fileURLToPath } from 'node:url';
import { applyPlan } from '../../src/apply/apply-plan.ts';
import { compile, makePlan } from '../../src/pipeline.ts';
import { clientCredentials } from '../../src/remote/token.ts';
import { createTransport } from '../../src/remote/transport.ts';
import { type Sandbox, type SandboxTenant, startSandbox } from '../../src/sandbox/index.ts';

const CWD = fileURLToPath(new URL('../..', import.meta.url));

export async function startRoverTenant(): Promise<Sandbox> {
  const sandbox = await startSandbox();
  const { url, tokenUrl, clientId, clientSecret } = sandbox;
  const token = clientCredentials({ tokenUrl, clientId, clientSecret });
  const transport = createTransport({ url, token, concurrency: 8, timeoutMs: 20_000, readOnly: false });
  const compiled = await compile(['fixtures/rover'], { cwd: CWD });
  const { value } = await makePlan(compiled.value, transport);
  const { plan, desired, actual: known, dialect } = value;
  const { outcomes } = await applyPlan(plan, { desired, known, dialect, transport });
  transport.close();
  const undone = outcomes.filter(({ status }) => status !== 'done');
  if (outcomes.length === 0 || undone.length > 0)
    throw new Error(`${undone.length} of ${outcomes.length} changes failed`);
  return sandbox;
}

/** Asks a tenant as any client would, and gives the whole answer. */
export async function askTenant(tenant: SandboxTenant, query: string): Promise<Response> {
  const { url, tokenUrl, clientId, clientSecret } = tenant;
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const answer = (await (await fetch(tokenUrl, { method: 'POST', body })).json()) as { access_token: string };
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${answer.access_token}` };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
}

/** Carries out a mutation; rejects when the tenant refuses it. */
export async function write(tenant: SandboxTenant, mutation: string): Promise<void> {
  const answer = (await (await askTenant(tenant, mutation)).json()) as { errors?: unknown };
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
}
