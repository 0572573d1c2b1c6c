// Comments, which stand on whatever has an entityId.
import { expect, test } from 'vitest';
import { ionForFile, newPart } from '../ion.ts';

const ion = ionForFile();

const newIssue = () => ion.create('Issue', { title: 'It fell' }, 'entityId');

test('a comment stands on whatever has an entityId, with the answers to it [SDL; that they are one deeper is inferred]', async () => {
  const issue = await newIssue();
  const first = await ion.create('Comment', { entityId: issue.entityId, content: 'Why?' }, 'depth');
  const answer = await ion.create('Comment', { parentId: first.id, content: 'It fell.' }, 'depth entityId');
  expect([first.depth, answer.depth, answer.entityId]).toEqual([0, 1, issue.entityId]);
  const { comments } = await ion.get('Issue', issue.id, 'comments { content replies { content } }');
  expect(comments[0]).toEqual({ content: 'Why?', replies: [{ content: 'It fell.' }] });
});

test('it is plain or rich text, which comes back as it went in [SDL slateContent]', async () => {
  const slateContent = [{ type: 'p', children: [{ text: 'Why ', bold: true }, { text: 'not?' }] }];
  const { entityId } = await newPart(ion);
  expect(await ion.create('Comment', { entityId, slateContent }, 'content slateContent')).toMatchObject({
    content: null,
    slateContent,
  });
});

test('it is by whoever made it, open until it is resolved with its etag [SDL; that it begins open is inferred]', async () => {
  const { entityId } = await newIssue();
  const comment = await ion.create(
    'Comment',
    { entityId, content: 'Why?' },
    'resolved procedureFeedback createdBy { id }',
  );
  expect(comment).toMatchObject({ resolved: false, procedureFeedback: false, createdBy: { id: 1 } });
  expect(await ion.update('Comment', comment.id, { resolved: true }, 'resolved')).toEqual({ resolved: true });
  const filters = { entityId: { eq: entityId }, resolved: { eq: true } };
  expect(await ion.find('comments', 'CommentsInputFilters', filters)).toEqual([{ id: comment.id }]);
});

test('it goes with its answers, and with what it stands on (inferred)', async () => {
  const supplier = await ion.create('Supplier', { name: 'S' }, 'entityId');
  const first = await ion.create('Comment', { entityId: supplier.entityId, content: 'Good?' });
  await ion.create('Comment', { parentId: first.id, content: 'Yes.' });
  const filters = { entityId: { eq: supplier.entityId } };
  await ion.remove('Comment', first.id);
  expect(await ion.find('comments', 'CommentsInputFilters', filters)).toEqual([]);
  const last = await ion.create('Comment', { entityId: supplier.entityId, content: 'Gone.' });
  await ion.remove('Supplier', supplier.id);
  expect((await ion.refusal(`{ comment(id: ${last.id}) { id } }`)).code).toBe('NOT_FOUND');
});
