import { expect, it, onTestFinished } from 'vitest';
import { startHttpServer } from '../../../src/sandbox/server/http-server.ts';

it('answers 500 where an answer cannot be written as JSON, as one of more than 512 MB, and goes on', async () => {
  const endless: unknown[] = [];
  endless.push(endless);
  const bodies: Record<string, unknown> = { '/endless': endless, '/short': 'x' };
  const server = await startHttpServer(path => async () => ({ status: 200, body: bodies[path] }), 0, undefined);
  onTestFinished(() => server.close());
  const ask = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
    return { status: response.status, body: await response.json() };
  };
  const message = expect.stringMatching(/^The sandbox failed: the answer cannot be written as JSON \(.*ask for less/s);
  expect(await ask('/endless')).toEqual({
    status: 500,
    body: { errors: [{ message, extensions: { code: 'INTERNAL_ERROR' } }] },
  });
  expect(await ask('/short')).toEqual({ status: 200, body: 'x' });
});
