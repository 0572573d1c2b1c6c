/** Writes for people where a local sandbox is and what it does. */
import { printable } from '../diagnostics/printable.ts';
import type { FaultRecord } from './render-faults.ts';
import type { Style } from './style.ts';
import { tableLines } from './table.ts';
import { counted, duration, thousands } from './wording.ts';

export interface StartedRecord {
  readonly directory: string;
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly port: number;
  /** The same addresses over HTTPS, and the file that a client has to trust. */
  readonly tls?: { readonly url: string; readonly tokenUrl: string; readonly authority: string };
  readonly tenants: readonly StartedTenant[];
}

/** An organisation of its own on the same server. */
export interface StartedTenant {
  readonly name: string;
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** `sandbox in DIR`, or a tenant of it, and the flags that name it to a command. */
export interface Place {
  readonly shown: string;
  readonly flags: string;
  readonly choice: { readonly tenant?: string };
}

/** How things stand in a data directory. */
export type StatusRecord =
  | { readonly state: 'absent' | 'stopped' }
  | {
      readonly state: 'running';
      readonly url: string;
      readonly tokenUrl: string;
      readonly pid: number;
      readonly tenants: readonly string[];
      readonly requests: Traffic;
      readonly faults: readonly FaultRecord[];
    };

/** Operations by name, or by root fields; the latencies in milliseconds. */
interface Traffic {
  readonly requests: number;
  readonly queries: number;
  readonly mutations: number;
  readonly peakInFlight: number;
  readonly operations: Readonly<Record<string, Figures>>;
}

interface Figures {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** How many operations are shown unless asked for more. */
const OPERATIONS = 8;
/** The columns beside the operation's name, at their widest. */
const FIGURES_WIDTH = 44;

/** `shown` is the directory as it is reached from where the person is. */
export function renderStarted(started: StartedRecord, shown: string): string {
  const { url, tokenUrl, clientId, clientSecret, tls, tenants } = started;
  const authServer = new URL(tokenUrl).origin;
  return `A local ION on 127.0.0.1, with its data in ${shown}

${accessLines(started)}${tenants.map(tenantLines).join('')}
Commands that point at this directory use it while it runs. Anything else can with

  export ION_BASE_URL=${url} ION_AUTH_SERVER=${authServer}
  export ION_CLIENT_ID=${clientId} ION_CLIENT_SECRET=${clientSecret}
${tls === undefined ? '' : trustLines(tls)}
Ctrl-C stops it.`;
}

function accessLines({ url, tokenUrl, clientId, clientSecret }: Omit<StartedTenant, 'name'>): string {
  return `  GraphQL   ${url}
  tokens    ${tokenUrl}
  key       ${clientId}
  secret    ${clientSecret}
  page      ${pageOf(url)}
`;
}

function tenantLines(tenant: StartedTenant): string {
  return `
The tenant ${tenant.name}, an organisation of its own

${accessLines(tenant)}`;
}

/** Programs in Python, those in Node, and most others read these three. */
function trustLines({ url, authority }: NonNullable<StartedRecord['tls']>): string {
  return `
It answers ${new URL(url).origin} too, for clients that trust its authority:

  export REQUESTS_CA_BUNDLE=${authority}
  export NODE_EXTRA_CA_CERTS=${authority} SSL_CERT_FILE=${authority}
`;
}

export function renderStatus(status: StatusRecord, { shown, flags, choice }: Place, style: Style): string {
  if (status.state !== 'running') {
    return status.state === 'absent'
      ? `There is no ${shown} yet; seedbed sandbox start${flags} makes one.`
      : `The ${shown} does not run; commands start it as they need it.`;
  }
  const { url, tokenUrl, pid, tenants, requests, faults } = status;
  return [
    `The ${shown} runs (process ${pid}).`,
    '',
    `  GraphQL   ${url}`,
    `  tokens    ${tokenUrl}`,
    `  page      ${pageOf(url)}`,
    `  so far    ${soFar(requests)}`,
    ...(faults.length === 0
      ? []
      : [`  faults    ${counted(faults.length, 'rule')}; seedbed sandbox fault list${flags} shows them`]),
    ...(tenants.length === 0 || choice.tenant !== undefined ? [] : [`  tenants   ${tenants.join(', ')}`]),
    ...operationLines(requests.operations, style),
  ].join('\n');
}

function pageOf(url: string): string {
  return new URL('.', url).href;
}

function soFar({ requests, queries, mutations, peakInFlight }: Traffic): string {
  const most = requests === 0 ? '' : `, at most ${thousands(peakInFlight)} at once`;
  return `${counted(requests, 'request')}: ${thousands(queries)} queries, ${thousands(mutations)} mutations${most}`;
}

/** The most frequent first. */
function operationLines(operations: Traffic['operations'], { columns, detail }: Style): readonly string[] {
  const all = Object.entries(operations).toSorted(([, a], [, b]) => b.count - a.count);
  if (all.length === 0) return [];
  const shown = detail === 'all' ? all : all.slice(0, OPERATIONS);
  const rows = shown.map(([name, figures]) => figuresRow(name, figures, columns - FIGURES_WIDTH));
  const more = all.length - shown.length;
  return [
    '',
    ...tableLines([['operation', 'times', 'p50', 'p95', 'max'], ...rows], [1, 2, 3, 4]).map(line => `  ${line}`),
    ...(more > 0 ? [`  and ${counted(more, 'other')}; --verbose shows them`] : []),
  ];
}

function figuresRow(operation: string, { count, p50, p95, max }: Figures, longest: number): readonly string[] {
  const name = printable(operation);
  const cut = name.length <= longest ? name : `${name.slice(0, Math.max(1, longest - 1))}…`;
  return [cut, thousands(count), ...[p50, p95, max].map(milliseconds)];
}

/** Most answers take less than a millisecond. */
function milliseconds(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : duration(ms);
}
