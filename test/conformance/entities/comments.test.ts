// Comments, which stand on whatever has an entityId.
import { describe, expect, test } from 'vitest';
import { ionForFile } from '../ion.ts';

const ion = ionForFile();

describe('comments', () => {
  test('stand on whatever has an entity id, with the answers to them [SDL]', async () => {
    const issue = await ion.create('Issue', { title: 'It fell' }, 'entityId');
    const first = await ion.create('Comment', { entityId: issue.entityId, content: 'Why?' }, '_etag depth');
    const answer = await ion.create('Comment', { parentId: first.id, content: 'It fell.' }, 'depth entityId');
    expect([first.depth, answer.depth, answer.entityId]).toEqual([0, 1, issue.entityId]);
    const { comments } = await ion.get('Issue', issue.id, 'comments { content replies { content } }');
    expect(comments[0]).toEqual({ content: 'Why?', replies: [{ content: 'It fell.' }] });
    expect(await ion.update('Comment', first.id, { resolved: true }, 'resolved')).toEqual({ resolved: true });
    await ion.remove('Comment', first.id);
    expect(await ion.get('Issue', issue.id, 'comments { id }')).toEqual({ comments: [] });
  });
});
