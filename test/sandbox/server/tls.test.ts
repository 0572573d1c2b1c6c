import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type RequestOptions, request } from 'node:https';
import { connect as connectPlainly } from 'node:net';
import { join } from 'node:path';
import { connect as connectSecurely } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/index.ts';
import { CREATE_UNIT, connect, testUnits } from './client.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const start = async (options: SandboxOptions) => {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
};

interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the tests assert what the answer holds
  readonly body: any;
}

/** One request over a TLS connection of its own. */
const sendSecurely = (url: string, options: RequestOptions, body: string): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const sent = request(url.replace(/^http:/, 'https:'), { agent: false, ...options }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', more => {
        text += more;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text && JSON.parse(text) }));
    });
    sent.on('error', reject);
    sent.end(body);
  });

const trusting = ({ authority }: Sandbox): RequestOptions => ({ ca: authority?.pem });

const secureToken = async (sandbox: Sandbox, options = trusting(sandbox)): Promise<string> => {
  const { tokenUrl, clientId, clientSecret } = sandbox;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { body } = await sendSecurely(
    tokenUrl,
    { ...options, method: 'POST', headers },
    `${new URLSearchParams(form)}`,
  );
  return body.access_token;
};

/** A client that knows ION by https:// only. */
const connectOverTls = async (sandbox: Sandbox, options = trusting(sandbox)) => {
  const headers = { authorization: await secureToken(sandbox, options), 'content-type': 'application/json' };
  return (query: string, variables: object = {}) =>
    sendSecurely(sandbox.url, { ...options, method: 'POST', headers }, JSON.stringify({ query, variables }));
};

it('answers HTTPS and HTTP on one port, from the same data', async () => {
  const sandbox = await start({ tls: true });
  const ask = await connectOverTls(sandbox);
  expect((await ask(CREATE_UNIT, { type: 'test-secure' })).status).toBe(200);
  expect(await testUnits(await connect(sandbox))).toEqual(['test-secure']);
});

it('takes a body of many packets over HTTPS', async () => {
  const ask = await connectOverTls(await start({ tls: true }));
  const type = `test-${'x'.repeat(500_000)}`;
  const { body } = await ask(CREATE_UNIT, { type });
  expect(body.data.createUnitOfMeasurement.unitOfMeasurement.type).toBe(type);
});

it('is refused by clients that do not trust its authority', async () => {
  const sandbox = await start({ tls: true });
  await expect(secureToken(sandbox, {})).rejects.toThrow('unable to verify the first certificate');
});

it('speaks HTTP only and has no authority unless it is told to', async () => {
  const sandbox = await start({});
  expect(sandbox.authority).toBeUndefined();
  await expect(secureToken(sandbox)).rejects.toThrow();
});

it('is good for this machine, and for further names when they are given', async () => {
  const plain = await start({ tls: true });
  const named = await start({ tls: { names: ['auth.ion.example', 'api.ion.example'] } });
  const asHost = (sandbox: Sandbox, servername: string) =>
    connectOverTls(sandbox, { ...trusting(sandbox), servername }).then(ask => ask('{ me { id } }'));
  for (const name of ['localhost', 'auth.ion.example', 'api.ion.example']) {
    expect((await asHost(named, name)).status).toBe(200);
  }
  await expect(asHost(plain, 'auth.ion.example')).rejects.toThrow('does not match certificate');
});

it('gives file addresses by the scheme that was asked by', async () => {
  const sandbox = await start({ tls: true });
  const ask = await connectOverTls(sandbox);
  const attach = 'mutation { createFileAttachment(input: { filename: "a.txt" }) { uploadUrl } }';
  const { uploadUrl } = (await ask(attach)).body.data.createFileAttachment;
  expect(new URL(uploadUrl).origin).toBe(`https://127.0.0.1:${sandbox.port}`);
  const upload = { ...trusting(sandbox), method: 'PUT', headers: { 'content-type': 'text/plain' } };
  expect((await sendSecurely(uploadUrl, upload, 'hello')).status).toBe(200);
  expect(await (await fetch(uploadUrl.replace('https:', 'http:'))).text()).toBe('hello');
});

it('keeps its certificate in the data directory, so that who trusts it need not be told again', async () => {
  const data = temporaryDirectory();
  const first = await start({ data, tls: true });
  const { pem = '', path = '' } = first.authority ?? {};
  expect(readFileSync(path, 'utf8')).toBe(pem);
  expect(statSync(join(data, 'tls', 'key.pem')).mode & 0o077).toBe(0);
  await first.close();
  const second = await start({ data, tls: true });
  expect(second.authority).toEqual({ pem, path });
  expect((await (await connectOverTls(second, { ca: pem }))('{ me { id } }')).status).toBe(200);
});

it('makes a new one when the old one will not do: other names, or a file that is spoilt or gone', async () => {
  const data = temporaryDirectory();
  const authorityOf = async (tls: NonNullable<SandboxOptions['tls']>) => {
    const sandbox = await start({ data, tls });
    expect((await (await connectOverTls(sandbox))('{ me { id } }')).status).toBe(200);
    await sandbox.close();
    return sandbox.authority?.pem;
  };
  const seen = [await authorityOf(true), await authorityOf({ names: ['api.ion.example'] })];
  writeFileSync(join(data, 'tls', 'certificate.pem'), 'nonsense');
  seen.push(await authorityOf(true));
  rmSync(join(data, 'tls', 'key.pem'));
  seen.push(await authorityOf(true));
  expect(new Set(seen).size).toBe(4);
});

it('closes though clients are connected that say nothing, in the clear or secured', async () => {
  const sandbox = await start({ tls: true });
  const silent = connectPlainly(sandbox.port, '127.0.0.1');
  const secured = connectSecurely({ host: '127.0.0.1', port: sandbox.port, ca: sandbox.authority?.pem });
  await Promise.all([
    new Promise(resolve => silent.once('connect', resolve)),
    new Promise(resolve => secured.once('secureConnect', resolve)),
  ]);
  const left = [silent, secured].map(socket => new Promise(resolve => socket.once('close', resolve)));
  for (const socket of [silent, secured]) socket.on('error', () => {}).resume();
  await sandbox.close();
  await Promise.all(left);
  expect([silent.destroyed, secured.destroyed]).toEqual([true, true]);
});

it('survives clients that leave in the middle of a handshake', async () => {
  const sandbox = await start({ tls: true });
  const rude = connectPlainly(sandbox.port, '127.0.0.1');
  const left = new Promise(resolve => rude.once('close', resolve));
  rude.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), () => rude.resetAndDestroy());
  await left;
  expect((await (await connectOverTls(sandbox))('{ me { id } }')).status).toBe(200);
});
