/** Sends files to the addresses that a target gives out, and reads what is there. Neither carries the token. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.ts';

const TRIES = 3;
const WAIT_MS = 500;
const LIMIT_MS = 300_000;

/** An address of that sort is a secret for as long as it is good: no message holds one. */
async function attempt(url: string, init: RequestInit, what: string): Promise<Response | Failure> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(LIMIT_MS) });
    if (response.status < 500 && response.status !== 429) return response;
    return new Failure({ kind: 'server', message: `the file store answered ${response.status} to ${what}` });
  } catch {
    return new Failure({ kind: 'unreachable', message: `the file store gave no answer to ${what}` });
  }
}

/** Both ways can be gone again without harm. */
async function persist(url: string, init: RequestInit, what: string): Promise<Response> {
  for (let left = TRIES; ; left -= 1) {
    const outcome = await attempt(url, init, what);
    if (!(outcome instanceof Failure)) return outcome;
    if (left <= 1) throw outcome;
    await sleep(WAIT_MS);
  }
}

/** Puts a file where the target said. Rejects with a `Failure`. */
export async function uploadFile(url: string, content: Blob, contentType: string, filename: string): Promise<void> {
  const what = `the upload of "${filename}"`;
  const response = await persist(url, { method: 'PUT', body: content, headers: { 'content-type': contentType } }, what);
  await response.arrayBuffer();
  if (response.ok) return;
  throw new Failure({ kind: 'invalid', message: `the file store answered ${response.status} to ${what}` });
}

/** What a file at the target holds, as `sha256:…`; null where nothing is there. Rejects with a `Failure`. */
export async function downloadFingerprint(url: string, filename: string): Promise<string | null> {
  const what = `the download of "${filename}"`;
  const response = await persist(url, { method: 'GET' }, what);
  if (response.status === 404) return null;
  if (!response.ok || !response.body) {
    throw new Failure({ kind: 'invalid', message: `the file store answered ${response.status} to ${what}` });
  }
  const hash = createHash('sha256');
  for await (const chunk of response.body) hash.update(chunk);
  return `sha256:${hash.digest('hex')}`;
}
