/** Writes for people where a local sandbox is and what it does. */
import { counted, thousands } from './wording.ts';

export interface StartedRecord {
  readonly directory: string;
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly port: number;
}

/** How things stand in a data directory. */
export type StatusRecord =
  | { readonly state: 'absent' | 'stopped' }
  | {
      readonly state: 'running';
      readonly url: string;
      readonly tokenUrl: string;
      readonly pid: number;
      readonly requests: { readonly requests: number; readonly queries: number; readonly mutations: number };
    };

/** `shown` is the directory as it is reached from where the person is. */
export function renderStarted({ url, tokenUrl, clientId, clientSecret }: StartedRecord, shown: string): string {
  const authServer = new URL(tokenUrl).origin;
  return `A local ION on 127.0.0.1, with its data in ${shown}

  GraphQL   ${url}
  tokens    ${tokenUrl}
  key       ${clientId}
  secret    ${clientSecret}

Commands that point at this directory use it while it runs. Anything else can with

  export ION_BASE_URL=${url} ION_AUTH_SERVER=${authServer}
  export ION_CLIENT_ID=${clientId} ION_CLIENT_SECRET=${clientSecret}

Ctrl-C stops it.`;
}

export function renderStatus(status: StatusRecord, shown: string): string {
  if (status.state !== 'running') {
    return status.state === 'absent'
      ? `There is no sandbox in ${shown} yet; seedbed sandbox start makes one.`
      : `The sandbox in ${shown} does not run; commands start it as they need it.`;
  }
  const { url, tokenUrl, pid, requests } = status;
  return `The sandbox in ${shown} runs (process ${pid}).

  GraphQL   ${url}
  tokens    ${tokenUrl}
  so far    ${counted(requests.requests, 'request')}: ${thousands(requests.queries)} queries, ${thousands(requests.mutations)} mutations`;
}
