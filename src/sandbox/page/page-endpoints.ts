// What the sandbox serves for people who look: the page, GraphiQL, a token for both, and what goes on meanwhile.
import type { IncomingMessage } from 'node:http';
import { errorAnswer, type HttpAnswer, methodNotAllowed } from '../server/http.ts';
import type { Endpoint } from '../server/http-server.ts';
import { PAGE_FILES, readPageFile } from './page-files.ts';
import { refusalOfHost, refusalOfStrangers } from './same-origin.ts';

/** What the page needs from the sandbox that serves it. */
export interface PageParts {
  /** What the page has to know before it can ask anything; called again when a token has run out. */
  readonly session: () => Promise<PageSession>;
  /** What went on, as JSON; `after` is the number of the last entry the page has, 0 at first. */
  readonly activity: (after: number) => unknown;
}

/** The answer of `/page/session`. */
export interface PageSession {
  readonly token: string;
  readonly expiresInSeconds: number;
  readonly clientId: string;
}

/**
 * Nothing comes from elsewhere and nothing goes elsewhere. GraphiQL needs style attributes and fonts inside its style
 * sheet; neither can run a script.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

const policyFor = (name: string): string =>
  POLICY.map(rule =>
    name === 'graphiql.html' ? rule.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'") : rule,
  ).join('; ');

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

const taking =
  (refusal: (request: IncomingMessage) => HttpAnswer | undefined) =>
  (answer: (request: IncomingMessage) => Promise<HttpAnswer>): Endpoint =>
  async request => {
    if (request.method !== 'GET') return methodNotAllowed('GET');
    return refusal(request) ?? (await answer(request));
  };

/** A link from anywhere may lead to the page; what it asks for is for itself only. */
const open = taking(refusalOfHost);
const own = taking(refusalOfStrangers);

const asJson = async (body: unknown): Promise<HttpAnswer> => ({
  status: 200,
  headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  body: await body,
});

/** The page's endpoints by path. They answer GET, to loopback names and to their own page only (403 otherwise). */
export const createPageEndpoints = ({ session, activity }: PageParts): ReadonlyMap<string, Endpoint> =>
  new Map([
    ...[...PAGE_FILES].map(([path, name]) => [path, open(() => fileAnswer(name))] as const),
    ['/page/session', own(() => asJson(session()))],
    ['/page/activity', own(request => asJson(activity(afterOf(request))))],
  ]);
