import type { Address } from './sandbox-process.ts';

export function fetchToken(address: Address): Promise<string>;

export function postGraphql(
  url: string,
  token: string | undefined,
  body: { query: string; variables?: unknown },
): Promise<unknown>;
