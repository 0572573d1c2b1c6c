// Reviews of procedures, and requests for them.
import { describe, expect, test } from 'vitest';
import { ionForFile, newProcedure } from '../ion.ts';

const ion = ionForFile();

describe('reviews', () => {
  test('answer the request to whom they were asked of; a release does not wait for them [SDL; inferred]', async () => {
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
});
