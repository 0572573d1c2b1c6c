import { expect, it, onTestFinished } from 'vitest';
import { type SandboxOptions, startSandbox } from '../../../src/sandbox/index.ts';
import { connect, post, tokenFor } from './client.ts';

const start = async (options: SandboxOptions = {}) => {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return { sandbox, run: await connect(sandbox) };
};

const CASES: readonly (readonly [what: string, query: string, status: number])[] = [
  ['a valid query', '{ me { id } }', 200],
  ['an invalid document', '{ nothing }', 400],
  ['an unknown id', '{ part(id: 999) { id } }', 404],
  ['a stale etag', 'mutation { updateOrganization(input: { id: 1, etag: "x" }) { organization { id } } }', 409],
  ['a value against a rule', 'mutation { createPart(input: { partNumber: "A", revision: "1" }) { part { id } } }', 422],
];

it.each(CASES)(
  'answers %s with HTTP 200 by default, and with its own status when asked to',
  async (_, query, status) => {
    const [usual, other] = await Promise.all([start(), start({ errors: 'http-status' })]);
    const [first, second] = await Promise.all([usual.run(query), other.run(query)]);
    expect([first.status, second.status]).toEqual([200, status]);
    expect(second.body).toEqual(first.body);
  },
);

it('answers a batch with 200 whatever became of its entries', async () => {
  const { sandbox } = await start({ errors: 'http-status' });
  const body = JSON.stringify([{ query: '{ nothing }' }, { query: '{ me { id } }' }]);
  expect((await post(sandbox.url, body, await tokenFor(sandbox))).status).toBe(200);
});
