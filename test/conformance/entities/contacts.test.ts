// Contacts, and the locations that name them.
import { expect, test } from 'vitest';
import { type Answer, tenantForFile } from '../open-tenant.ts';

const tenant = tenantForFile();

const newContact = async (name: string): Promise<Answer> => {
  const input = { name, email: `${name}@example.com`, phoneNumber: '555' };
  return (
    await tenant.mutate('createContact', 'CreateContactInput', input, 'contact { id _etag name email phoneNumber }')
  ).contact;
};

const remove = ({ id, _etag: etag }: Answer): Promise<Answer> =>
  tenant.ask('mutation ($id: ID!, $etag: String!) { deleteContact(id: $id, etag: $etag) { id } }', { id, etag });

test('a contact has a name, and may have email and phone number [SDL CreateContactInput]', async () => {
  const contact = await newContact('ann');
  expect(contact).toMatchObject({ name: 'ann', email: 'ann@example.com', phoneNumber: '555' });
  const { contact: bare } = await tenant.mutate(
    'createContact',
    'CreateContactInput',
    { name: 'bob' },
    'contact { email }',
  );
  expect(bare).toEqual({ email: null });
});

test('contacts are listed, and changed with their etag [SDL]', async () => {
  const { id, _etag: etag } = await newContact('carl');
  const update = (input: object) =>
    tenant.mutate('updateContact', 'UpdateContactInput', { id, ...input }, 'contact { name email }');
  expect(await tenant.errorOf(update({ etag: 'stale', name: 'dora' }))).toMatchObject({ code: 'CONCURRENCY_ERROR' });
  expect((await update({ etag, name: 'dora' })).contact).toEqual({ name: 'dora', email: 'carl@example.com' });
  const document = '{ contacts(filters: { name: { eq: "dora" } }) { edges { node { id email } } } }';
  expect((await tenant.ask(document)).contacts.edges).toEqual([{ node: { id, email: 'carl@example.com' } }]);
});

test('a location names one, is found by it, and keeps it from being deleted [SDL contactId; the latter inferred]', async () => {
  const contact = await newContact('eve');
  const input = { name: 'Hall', contactId: contact.id };
  const fields = 'location { id _etag contact { name } }';
  const { location } = await tenant.mutate('createLocation', 'CreateLocationInput', input, fields);
  expect(location.contact).toEqual({ name: 'eve' });
  expect((await tenant.get('contact', contact.id, 'locations { id }')).locations).toEqual([{ id: location.id }]);
  const document = '{ locations(filters: { contact: { name: { eq: "eve" } } }) { edges { node { id } } } }';
  expect((await tenant.ask(document)).locations.edges).toEqual([{ node: { id: location.id } }]);
  expect((await tenant.errorOf(remove(contact)))?.message).toContain('cannot be deleted');
  const free = { id: location.id, etag: location._etag, contactId: null };
  await tenant.mutate('updateLocation', 'UpdateLocationInput', free, 'location { id }');
  expect((await remove(contact)).deleteContact).toEqual({ id: contact.id });
});
