/** Works out what a destroy has left in the target. */
import type { OutcomeRecord, Remains } from './records.ts';

/** Everything that was only retired, refused or not reached, with the reason. */
export function remainsOf(outcomes: readonly OutcomeRecord[]): readonly Remains[] {
  return outcomes.flatMap(outcome => {
    const reason = reasonOf(outcome);
    return reason === undefined ? [] : [{ address: outcome.address, kind: outcome.kind, reason }];
  });
}

function reasonOf({ status, retires, failure, because }: OutcomeRecord): string | undefined {
  switch (status) {
    case 'done':
      return retires;
    case 'failed':
      return failure?.message ?? 'it could not be removed';
    case 'skipped':
      return `${because} could not be removed`;
    case 'not-started':
      return 'the destroy was stopped before';
  }
}
