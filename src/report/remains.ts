/** Works out what a destroy has left in the target. */
import type { OutcomeRecord, Remains } from './records.ts';

/** Everything that was only retired, refused, held by something that remains, or not reached. */
export function remainsOf(outcomes: readonly OutcomeRecord[]): readonly Remains[] {
  const stuck = outcomes.filter(({ action, status }) => action === 'transition' && status === 'failed');
  return outcomes.flatMap(outcome => {
    // What could not be set back is told of once, with the reason for that.
    if (outcome.action === 'transition' && !stuck.includes(outcome)) return [];
    if (outcome.action === 'delete' && stuck.some(({ address }) => address === outcome.address)) return [];
    const found = whyItRemains(outcome);
    return found === undefined ? [] : [{ address: outcome.address, kind: outcome.kind, ...found }];
  });
}

function whyItRemains({
  status,
  retires,
  failure,
  because,
}: OutcomeRecord): Pick<Remains, 'cause' | 'reason'> | undefined {
  switch (status) {
    case 'done':
      return retires === undefined ? undefined : { cause: 'retired', reason: retires };
    case 'failed': {
      // ION keeps what others refer to: that is its answer, not an accident on the way.
      const isRefusal = failure?.kind === 'invalid';
      return { cause: isRefusal ? 'refused' : 'failed', reason: failure?.message ?? '' };
    }
    case 'skipped':
      return { cause: 'held', reason: `${because} remains` };
    case 'not-started':
      return { cause: 'not-started', reason: 'the destroy was stopped before' };
  }
}
