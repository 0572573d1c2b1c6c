// Reading through GraphQL inside a component.
import { useEffect, useState } from 'preact/hooks';
import { useNews } from './activity.ts';
import { ask } from './ask.ts';
import { useReport } from './busy.ts';

/** What is known of an answer. The last data stay while newer ones are on their way, so that nothing jumps. */
export interface Reading<T> {
  readonly data: T | null;
  readonly problem: string | undefined;
  readonly busy: boolean;
}

const problemOf = (errors: readonly { readonly message: string }[]): string | undefined =>
  errors.length === 0 ? undefined : [...new Set(errors.map(({ message }) => message))].join(' ');

/** Asks, and asks again when the variables change or something was written. */
export const useAnswer = <T>(document: string, variables: Readonly<Record<string, unknown>> = {}): Reading<T> => {
  const [reading, setReading] = useState<Reading<T>>({ data: null, problem: undefined, busy: true });
  const news = useNews();
  useReport(reading.busy);
  const asked = JSON.stringify(variables);
  // biome-ignore lint/correctness/useExhaustiveDependencies: news are a reason to ask again
  useEffect(() => {
    let wanted = true;
    const settle = (next: Reading<T>): void => {
      if (wanted) setReading(next);
    };
    setReading(before => ({ ...before, busy: true }));
    ask<T>(document, JSON.parse(asked)).then(
      ({ data, errors }) => settle({ data, problem: problemOf(errors), busy: false }),
      (error: Error) => setReading(before => (wanted ? { ...before, problem: error.message, busy: false } : before)),
    );
    return () => {
      wanted = false;
    };
  }, [document, asked, news]);
  return reading;
};
