import { expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../../src/sandbox/index.ts';
import { connect } from './client.ts';

const GROUPS =
  'query ($name: String!) { permissionGroups(filters: { name: { eq: $name } }) { edges { node { id name } } } }';
const DETACH =
  'mutation ($id: Int!) { detachPermissionGroupFromRole(input: { permissionGroupId: $id, roleId: 1 }) { __typename } }';
const CREATE = 'mutation { createPart(input: { partNumber: "A" }) { part { id } } }';

it('refuses a mutation whose permission group the role has lost, with ION’s sentence, and no other', async () => {
  const sandbox = await startSandbox({ errors: 'http-status' });
  onTestFinished(() => sandbox.close());
  const run = await connect(sandbox);
  const { body } = await run(GROUPS, { name: 'CreatePart' });
  const [{ node }] = body.data.permissionGroups.edges;
  expect((await run(DETACH, { id: node.id })).body.errors).toBeUndefined();
  const refused = await run(CREATE);
  expect(refused.status).toBe(403);
  expect(refused.body.errors[0]).toMatchObject({
    message: 'User does not have permission to update this resource.',
    extensions: { code: 'FORBIDDEN' },
  });
  expect((await run('mutation { createLocation(input: { name: "Shelf" }) { location { id } } }')).status).toBe(200);
  expect((await run('{ parts { edges { node { id } } } }')).body.data.parts.edges).toEqual([]);
  await sandbox.reset();
  expect((await run(CREATE)).status).toBe(200);
});
