// A sandbox and a client of its own for each test of a fault.
import { onTestFinished } from 'vitest';
import { type SandboxOptions, startSandbox } from '../../../src/sandbox/index.ts';
import { connect, tokenFor } from '../server/client.ts';

export const CREATE_PART =
  'mutation Create($number: String!) { createPart(input: { partNumber: $number }) { part { id partNumber _etag } } }';
export const UPDATE_PART =
  'mutation ($input: UpdatePartInput!) { updatePart(input: $input) { part { id description _etag } } }';
export const PARTS = 'query Parts { parts { edges { node { id partNumber description _etag } } } }';

export const open = async (options: SandboxOptions = {}) => {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  const run = await connect(sandbox);
  const numbers = async (): Promise<string[]> => {
    const { body } = await run(PARTS);
    return body.data.parts.edges.map((edge: { node: { partNumber: string } }) => edge.node.partNumber);
  };
  const createPart = async (number: string) => (await run(CREATE_PART, { number })).body.data.createPart.part;
  return { sandbox, run, numbers, createPart, token: await tokenFor(sandbox) };
};
