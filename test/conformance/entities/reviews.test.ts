// Reviews of procedures, and requests for them.
import { describe, expect, test } from 'vitest';
import { ionForFile, newProcedure } from '../ion.ts';

const ion = ionForFile();

describe('reviews', () => {
  test('are asked of a person once, and answer what he was asked [SDL; once is inferred]', async () => {
    const { id: procedureId } = await newProcedure(ion);
    const request =
      'mutation ($input: ReviewRequestInput!) { createReviewRequest(input: $input) { reviewRequest { id status } } }';
    const input = { procedureId, reviewerId: 1 };
    expect((await ion.ask(request, { input })).createReviewRequest.reviewRequest.status).toBe('PENDING');
    expect((await ion.refusal(request, { input })).message).toContain('already asked');
    await ion.create('Review', { procedureId, status: 'APPROVED', comment: 'fine' }, 'status');
    const query = `{ reviewRequests(filters: { procedureId: { eq: ${procedureId} } }) { edges { node { status } } } }`;
    expect((await ion.ask(query)).reviewRequests.edges).toEqual([{ node: { status: 'APPROVED' } }]);
  });

  test('are answered by others, and never by themselves (inferred)', async () => {
    const { id: procedureId } = await newProcedure(ion);
    const review = await ion.create('Review', { procedureId, status: 'REJECTED', comment: 'why?' });
    const answer = await ion.create('Review', { procedureId, parentId: review.id, status: 'PENDING', comment: 'so' });
    for (const parentId of [review.id, answer.id]) {
      expect((await ion.refusedUpdate('Review', review.id, { parentId })).message).toContain('below itself');
    }
    expect(await ion.remove('Procedure', procedureId)).toEqual({ id: procedureId });
  });
});
