import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { sandboxStatus, startSandbox } from '../../../src/sandbox/index.ts';
import { CREATE_UNIT, connect, testUnits } from './client.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const SCRIPT = fileURLToPath(new URL('./serve-directory.ts', import.meta.url));
const WRITERS = 8;
const ENOUGH = 200;

const kill = async (server: ChildProcess): Promise<void> => {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill('SIGKILL');
  await once(server, 'exit');
};

const serveInProcess = async (directory: string) => {
  const server = spawn(process.execPath, ['--import', 'tsx', SCRIPT, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => kill(server));
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const { url, tokenUrl } = JSON.parse(line.toString());
  return { server, url, tokenUrl, clientId: 'sandbox', clientSecret: 'sandbox-secret' };
};

it('holds every acknowledged write after kill -9 in the midst of writing', async () => {
  const directory = temporaryDirectory();
  const served = await serveInProcess(directory);
  const run = await connect(served);
  const acknowledged: string[] = [];

  const write = async (writer: number): Promise<void> => {
    for (let turn = 0; served.server.signalCode === null; turn += 1) {
      const type = `test-${writer}-${turn}`;
      const answer = await run(CREATE_UNIT, { type }).catch(() => undefined);
      if (answer === undefined) return;
      expect(answer.body.data.createUnitOfMeasurement.unitOfMeasurement.type).toBe(type);
      acknowledged.push(type);
      if (acknowledged.length === ENOUGH) served.server.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  await kill(served.server);

  const reopened = await startSandbox({ data: directory });
  onTestFinished(() => reopened.close());
  expect(acknowledged.length).toBeGreaterThanOrEqual(ENOUGH);
  expect(await testUnits(await connect(reopened))).toEqual(expect.arrayContaining(acknowledged));
});

it('serves a directory once among processes, and anew when its process was killed', async () => {
  const directory = temporaryDirectory();
  const { server, url } = await serveInProcess(directory);
  await expect(startSandbox({ data: directory })).rejects.toMatchObject({
    code: 'already-running',
    message: expect.stringContaining(`${url} (process ${server.pid})`),
  });
  await kill(server);
  expect(await sandboxStatus(directory)).toEqual({ state: 'stopped' });
  const successor = await startSandbox({ data: directory });
  onTestFinished(() => successor.close());
  expect(await sandboxStatus(directory)).toMatchObject({ state: 'running', url: successor.url, pid: process.pid });
});
