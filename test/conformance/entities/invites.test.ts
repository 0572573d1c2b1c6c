// Invites: how people come into an organisation.
import { expect, test } from 'vitest';
import { type Answer, ionForFile } from '../ion.ts';

const ion = ionForFile();

/** `resendInvite` or `revokeInvite`, with the invite's etag. */
const change = async (verb: 'resendInvite' | 'revokeInvite', { id, _etag: etag }: Answer): Promise<Answer> => {
  const document = `mutation ($id: ID!, $etag: String!) { ${verb}(id: $id, etag: $etag) { invite { id status resendCount _etag } } }`;
  return (await ion.ask(document, { id, etag }))[verb].invite;
};

test('an invite stays pending, is sent again and is revoked [SDL]', async () => {
  const invite = await ion.create('Invite', { email: 'kim@example.com', name: 'Kim' }, 'status resendCount _etag');
  expect(invite).toMatchObject({ status: 'PENDING', resendCount: 0 });
  const again = await change('resendInvite', invite);
  expect(again).toMatchObject({ status: 'PENDING', resendCount: 1 });
  expect(await change('revokeInvite', again)).toMatchObject({ status: 'REVOKED' });
});

test('it makes no user, for who is invited has to accept [SDL has no createUser; the rest is inferred]', async () => {
  const query = '{ users { pageInfo { totalCount } } }';
  const before = await ion.ask(query);
  await ion.create('Invite', { email: 'robin@example.com' });
  expect(await ion.ask(query)).toEqual(before);
});

test('one for somebody who is a user already is refused (inferred)', async () => {
  const { email } = (await ion.ask('{ me { email } }')).me;
  expect((await ion.refusedCreate('Invite', { email })).message).toContain('already exists');
});

test('one that is revoked is neither sent again nor revoked again (inferred)', async () => {
  const invite = await ion.create('Invite', { email: 'sam@example.com' }, '_etag');
  const revoked = await change('revokeInvite', invite);
  for (const verb of ['resendInvite', 'revokeInvite'] as const) {
    expect((await ion.errorOf(change(verb, revoked)))?.code).toBe('VALIDATION_ERROR');
  }
});
