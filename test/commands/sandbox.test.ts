import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { writeParts } from './fixture-files.ts';
import { afterwards, emptyFolder, runCli, startCli } from './run-cli.ts';
import { ask, countParts, serve } from './serve-sandbox.ts';

describe('sandbox start', () => {
  it('prints where it is and how to get in, serves other commands, and stops cleanly', async () => {
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    const { child, ended: ending } = await serve([], cwd);
    expect((await runCli(['apply', 'parts.yaml', '--yes'], { cwd })).code).toBe(0);
    const { stdout } = await runCli(['sandbox', 'status', '--format', 'json'], { cwd });
    const status = JSON.parse(stdout);
    expect(status).toMatchObject({ state: 'running', pid: child.pid, requests: { mutations: 2 }, faults: [] });
    child.kill('SIGTERM');
    const ended = await ending;
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      url: status.url,
      clientId: 'sandbox',
      clientSecret: 'sandbox-secret',
    });
    expect((await runCli(['verify', 'parts.yaml'], { cwd })).code).toBe(0);
  });

  it('tells people the address of the page, and what to export', async () => {
    const running = startCli(['sandbox', 'start'], { cwd: await emptyFolder() });
    afterwards(async () => {
      running.child.kill('SIGKILL');
      await running.ended;
    });
    await running.says('Ctrl-C stops it.');
    running.child.kill('SIGINT');
    const { stdout, stderr } = await running.ended;
    expect(stdout).toMatch(/\n {2}page {6}http:\/\/127\.0\.0\.1:\d+\/\n/);
    expect(stdout).toContain('export ION_CLIENT_ID=sandbox ');
    expect(stderr).toBe('The sandbox has stopped; its data is kept.\n');
  });

  it('answers HTTPS with --tls, and says what clients have to trust', async () => {
    const cwd = await emptyFolder();
    const { started } = await serve(['--tls', '--tls-name', 'api.ion.example'], cwd);
    expect(started.tls).toEqual({
      url: `https://127.0.0.1:${started.port}/graphql`,
      tokenUrl: started.tokenUrl.replace('http:', 'https:'),
      authority: join(cwd, '.seedbed', 'tls', 'authority.pem'),
    });
    const authority = await readFile(started.tls?.authority ?? '', 'utf8');
    const socket = connect({ host: '127.0.0.1', port: started.port, ca: authority, servername: 'api.ion.example' });
    await once(socket, 'secureConnect');
    socket.destroy();
  });

  it('refuses --tls-name without --tls, and what is no name of a host', async () => {
    const cwd = await emptyFolder();
    const refusal = async (args: readonly string[]) => {
      const { code, stderr } = await runCli(['sandbox', 'start', ...args], { cwd });
      return `${code} ${stderr}`;
    };
    expect(await refusal(['--tls-name', 'api.ion.example'])).toContain('2 error: --tls-name is for the certificate');
    expect(await refusal(['--tls', '--tls-name', 'https://x'])).toContain('is the name of a host');
  });

  it('sends webhook events to the hosts that --deliver-to names', async () => {
    const received: string[] = [];
    const receiver = createServer((request, response) => {
      received.push(request.url ?? '');
      response.end();
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    afterwards(async () => receiver.close());
    const { port } = receiver.address() as AddressInfo;
    const { started } = await serve(['--deliver-to', `127.0.0.1:${port}`], await emptyFolder());
    const subscribe = async (name: string, uri: string) => {
      const made = await ask(
        started,
        `mutation { createWebhookReceiver(input: { name: "${name}", webhookUri: "${uri}", sharedSecret: "s" }) { webhookReceiver { id } } }`,
      );
      const { id } = JSON.parse(made.text).data.createWebhookReceiver.webhookReceiver;
      await ask(
        started,
        `mutation { createWebhookSubscription(input: { receiverId: ${id}, resource: PARTS, action: CREATE }) { webhookSubscription { id } } }`,
      );
    };
    await subscribe('Here', `http://127.0.0.1:${port}/parts`);
    await subscribe('Elsewhere', 'https://planner.example/');
    await ask(started, 'mutation { createPart(input: { partNumber: "A" }) { part { id } } }');
    const events = async () => {
      const { text } = await ask(started, '{ webhookEvents { edges { node { status responseStatusCode } } } }');
      return JSON.parse(text).data.webhookEvents.edges.map((edge: { node: unknown }) => edge.node);
    };
    await expect.poll(events, { timeout: 20_000 }).toEqual([
      { status: 'SUCCEEDED', responseStatusCode: 200 },
      { status: 'SUCCEEDED', responseStatusCode: null },
    ]);
    expect(received).toEqual(['/parts']);
  });

  it('tells that the directory is served already', async () => {
    const cwd = await emptyFolder();
    await serve([], cwd);
    const { code, stderr } = await runCli(['sandbox', 'start'], { cwd });
    expect(code).toBe(5);
    expect(stderr).toContain('already serves');
  });

  it('goes on with its data, and begins anew with --state blank', async () => {
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    expect((await runCli(['apply', 'parts.yaml', '--yes'], { cwd })).code).toBe(0);
    const parts = async (args: readonly string[]) => {
      const { started, child, ended } = await serve(args, cwd);
      const count = await countParts(started);
      child.kill('SIGTERM');
      await ended;
      return count;
    };
    expect(await parts([])).toBe(2);
    expect(await parts(['--state', 'blank'])).toBe(0);
  });

  it('gives the same answers to the same requests with the same seed and clock', async () => {
    const document =
      'mutation { createPart(input: { partNumber: "A" }) { part { id _etag _created } } createApiKey { __typename } }';
    const args = ['--seed', 'one', '--clock', '2026-01-01T08:00:00Z'];
    const [first, second, other] = await Promise.all(
      [args, args, ['--seed', 'two']].map(async each => {
        const { started } = await serve(each, await emptyFolder());
        return ask(started, document);
      }),
    );
    expect(JSON.parse(first?.text ?? '')).toMatchObject({
      data: { createPart: { part: { _created: '2026-01-01T08:00:00.000Z' } } },
    });
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('answers errors with the statuses that --errors names', async () => {
    const [always, own] = await Promise.all(
      ['http-200', 'http-status'].map(async mode => {
        const { started } = await serve(['--errors', mode], await emptyFolder());
        return (await ask(started, '{ part(id: 4711) { id } }')).status;
      }),
    );
    expect([always, own]).toEqual([200, 404]);
  });

  it('refuses tokens for another audience than --audience', async () => {
    const { started } = await serve(['--audience', 'https://api.ion.example'], await emptyFolder());
    const statuses = ['https://api.ion.example', 'https://staging-api.ion.example'].map(async audience => {
      const fields = { grant_type: 'client_credentials', client_id: started.clientId, audience };
      const body = new URLSearchParams({ ...fields, client_secret: started.clientSecret });
      const { access_token } = (await (await fetch(started.tokenUrl, { method: 'POST', body })).json()) as {
        access_token: string;
      };
      const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
      return (await fetch(started.url, { method: 'POST', headers, body: '{"query":"{ me { id } }"}' })).status;
    });
    expect(await Promise.all(statuses)).toEqual([200, 401]);
  });

  it('follows the rules that --rule sets', async () => {
    const release =
      'mutation { updateProcedure(input: { id: 1, etag: "ETAG", status: RELEASED }) { procedure { status } } }';
    const [direct, reviewed] = await Promise.all(
      [[], ['--rule', 'directRelease=false', 'buildRequirementsAt=run']].map(async args => {
        const { started } = await serve(args, await emptyFolder());
        const made = await ask(started, 'mutation { createProcedure(title: "A") { procedure { id _etag } } }');
        const { id, _etag } = JSON.parse(made.text).data.createProcedure.procedure;
        return (await ask(started, release.replace('1', id).replace('ETAG', _etag))).text;
      }),
    );
    expect(direct).toContain('"status":"RELEASED"');
    expect(JSON.parse(reviewed ?? '').errors).toHaveLength(1);
  });

  it('opens the control paths to other programs only with --control', async () => {
    const statuses = await Promise.all(
      [[], ['--control']].map(async args => {
        const { started } = await serve(args, await emptyFolder());
        return (await fetch(new URL('/sandbox/status', started.url))).status;
      }),
    );
    expect(statuses).toEqual([403, 200]);
  });
});

describe('sandbox status', () => {
  it('shows the operations that were asked most, and that faults stand', async () => {
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    await serve([], cwd);
    await runCli(['apply', 'parts.yaml', '--yes'], { cwd });
    await runCli(['sandbox', 'fault', 'add', '{"operation":"runs","effect":{"type":"expired-token"}}'], { cwd });
    const { stdout } = await runCli(['sandbox', 'status'], { cwd });
    expect(stdout).toMatch(/so far {4}\d+ requests: \d+ queries, 2 mutations, at most \d+ at once\n/);
    expect(stdout).toContain('faults    1 rule; seedbed sandbox fault list shows them\n');
    expect(stdout).toMatch(/\n {2}operation +times +p50 +p95 +max\n {2}createPart +2 /);
  });

  it('tells a sandbox that does not run from one that never did', async () => {
    const cwd = await emptyFolder();
    const status = async () => (await runCli(['sandbox', 'status'], { cwd })).stdout;
    expect(await status()).toBe('There is no sandbox in .seedbed yet; seedbed sandbox start makes one.\n');
    await writeParts(cwd, 'Steel');
    await runCli(['apply', 'parts.yaml', '--yes'], { cwd });
    expect(await status()).toBe('The sandbox in .seedbed does not run; commands start it as they need it.\n');
  });
});

describe('sandbox reset', () => {
  it('empties the sandbox, whether it runs or not, so that the same command builds the same again', async () => {
    const cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    const apply = async () =>
      JSON.parse((await runCli(['apply', 'parts.yaml', '--yes', '--format', 'json'], { cwd })).stdout);
    expect((await apply()).summary).toMatchObject({ done: 2 });
    expect((await runCli(['sandbox', 'reset'], { cwd })).code).toBe(0);
    expect((await apply()).summary).toMatchObject({ done: 2 });
    await serve([], cwd);
    expect((await runCli(['sandbox', 'reset'], { cwd })).code).toBe(0);
    expect((await apply()).summary).toMatchObject({ done: 2 });
  });

  it('has nothing to do where there is no sandbox yet', async () => {
    const cwd = await emptyFolder();
    expect(await runCli(['sandbox', 'reset'], { cwd })).toEqual({
      code: 0,
      stdout: 'Nothing to reset: there is no sandbox in .seedbed yet.\n',
      stderr: '',
    });
  });

  it('works on the directory that --data names, whatever the configuration says of targets', async () => {
    const cwd = await emptyFolder();
    await writeFile(join(cwd, 'seedbed.config.yaml'), 'targets: { a: { sandbox: one }, b: { sandbox: two } }\n');
    const { code, stdout } = await runCli(['sandbox', 'reset', '--data', 'three'], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Nothing to reset: there is no sandbox in three yet.\n' });
  });
});
