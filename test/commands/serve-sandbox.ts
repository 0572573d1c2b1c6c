/** A local ION served by the program itself, and ways to ask it. */
import { afterwards, type Running, startCli } from './run-cli.ts';

/** What `sandbox start --format json` prints. */
export interface Started {
  readonly directory: string;
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly port: number;
  readonly tenants: readonly StartedTenant[];
  readonly tls?: { readonly url: string; readonly tokenUrl: string; readonly authority: string };
}

/** A tenant that was named, in the same document. */
interface StartedTenant {
  readonly name: string;
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Served extends Running {
  readonly started: Started;
}

/** Starts one, to be ended after the test; `args` follow `sandbox start`. */
export async function serve(args: readonly string[], cwd: string): Promise<Served> {
  const running = startCli(['sandbox', 'start', '--format', 'json', ...args], { cwd });
  afterwards(async () => {
    running.child.kill('SIGKILL');
    await running.ended;
  });
  let text = '';
  running.child.stdout?.on('data', (more: string) => (text += more));
  await running.says('\n}\n');
  return { ...running, started: JSON.parse(text) };
}

async function tokenOf({ tokenUrl, clientId, clientSecret }: Started): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const response = await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** The answer to a document as it comes over the wire. */
export async function ask(
  started: Started,
  query: string,
): Promise<{ readonly status: number; readonly text: string }> {
  const authorization = `Bearer ${await tokenOf(started)}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const response = await fetch(started.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return { status: response.status, text: await response.text() };
}

/** How many parts it has, of a number where one is given; 50 at most. */
export async function countParts(started: Started, partNumber?: string): Promise<number> {
  const filters = partNumber === undefined ? '' : `(filters: { partNumber: { eq: "${partNumber}" } })`;
  const { text } = await ask(started, `{ parts${filters} { edges { node { id } } } }`);
  return JSON.parse(text).data.parts.edges.length;
}
