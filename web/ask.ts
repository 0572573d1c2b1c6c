// Reads the tenant through GraphQL queries that leave no trace in what the sandbox counts, logs and disturbs.

/** What a query came to; `data` may stand beside errors. */
export interface Answer<T> {
  readonly data: T | null;
  readonly errors: readonly { readonly message: string }[];
}

/** Asks one query. Rejects only when no GraphQL answer came. */
export const ask = async <T>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer<T>> => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch('page/read', { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const answer = (await response.json().catch(() => ({}))) as Partial<Answer<T>>;
  if (answer.data === undefined && answer.errors === undefined) {
    throw new Error(`The sandbox answered with status ${response.status}.`);
  }
  return { data: answer.data ?? null, errors: answer.errors ?? [] };
};

/** The data of a query that must succeed as a whole. */
export const askAll = async <T>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<T> => {
  const { data, errors } = await ask<T>(query, variables);
  if (data === null || errors.length > 0) throw new Error(errors[0]?.message ?? 'The sandbox answered nothing.');
  return data;
};
