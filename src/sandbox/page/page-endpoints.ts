// What the sandbox serves for people who look: the page, GraphiQL, a token for both, and what goes on meanwhile.
import type { IncomingMessage } from 'node:http';
import type { FaultStatus } from '../faults/control.ts';
import { errorAnswer, type HttpAnswer, methodNotAllowed } from '../server/http.ts';
import type { Endpoint } from '../server/http-server.ts';
import type { LogEntry } from '../server/operation-log.ts';
import type { Statistics } from '../server/statistics.ts';
import { PAGE_FILES, readPageFile } from './page-files.ts';
import { createReading, type ReadingParts } from './reading.ts';
import { refusalOfHost, refusalOfStrangers } from './same-origin.ts';

/** What the page needs from the tenant that it shows. */
export interface PageParts extends ReadingParts {
  /** A token for GraphiQL, which asks as any client does; called again when one has run out. */
  readonly session: () => Promise<PageSession>;
  /** What went on; `after` is the number of the last log entry the page has, 0 at first. */
  readonly activity: (after: number) => PageActivity;
}

/** The answer of `/page/session`. */
export interface PageSession {
  readonly token: string;
  readonly expiresInSeconds: number;
}

/** The answer of `/page/activity`. */
export interface PageActivity {
  /** Null for the tenant that is served without a prefix. */
  readonly tenant: string | null;
  readonly clientId: string;
  /** Another number whenever a row was written. */
  readonly revision: number;
  readonly statistics: Statistics;
  readonly log: readonly LogEntry[];
  readonly faults: readonly FaultStatus[];
}

/** Nothing comes from elsewhere and nothing goes elsewhere. GraphiQL's fonts stand in its style sheet. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** GraphiQL 4 adds a style element whenever one of its dialogs opens. */
const policyFor = (name: string): string =>
  [...POLICY, `style-src 'self'${name === 'graphiql.html' ? " 'unsafe-inline'" : ''}`].join('; ');

const headersFor = (name: string, type: string): Readonly<Record<string, string>> => ({
  'content-type': type,
  'content-security-policy': policyFor(name),
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
});

const NOT_BUILT = errorAnswer(404, 'The page is not built. In a checkout of the sources, `npm run build` makes it.');

const fileAnswer = async (name: string): Promise<HttpAnswer> => {
  const file = await readPageFile(name);
  return file === undefined ? NOT_BUILT : { status: 200, headers: headersFor(name, file.type), body: file.content };
};

const afterOf = (request: IncomingMessage): number => {
  const after = Number(new URLSearchParams(request.url?.split('?')[1] ?? '').get('after'));
  return Number.isSafeInteger(after) && after > 0 ? after : 0;
};

type Answer = (request: IncomingMessage) => Promise<HttpAnswer>;

const taking =
  (method: 'GET' | 'POST', refusal: (request: IncomingMessage) => HttpAnswer | undefined) =>
  (answer: Answer): Endpoint =>
  async request => {
    if (request.method !== method) return methodNotAllowed(method);
    return refusal(request) ?? (await answer(request));
  };

/** A link from anywhere may lead to the page; what it asks for is for itself only. */
const open = taking('GET', refusalOfHost);
const own = taking('GET', refusalOfStrangers);
const ownPost = taking('POST', refusalOfStrangers);

const asJson = async (body: unknown): Promise<HttpAnswer> => ({
  status: 200,
  headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  body: await body,
});

/** The page's endpoints by path. They answer to loopback names and to their own page only (403 otherwise). */
export const createPageEndpoints = (parts: PageParts): [string, Endpoint][] => [
  ...[...PAGE_FILES].map(([path, name]): [string, Endpoint] => [path, open(() => fileAnswer(name))]),
  ['/page/session', own(() => asJson(parts.session()))],
  ['/page/activity', own(request => asJson(parts.activity(afterOf(request))))],
  ['/page/read', ownPost(createReading(parts))],
];
