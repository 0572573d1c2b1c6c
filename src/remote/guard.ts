/** Decides whether a target may be written to at all: only what is known, or said and shown, to be a sandbox. */
import { isLoopbackHost } from './loopback.ts';
import type { Transport } from './transport.ts';

/** What the guard must know of a target; `sandbox` and `domain` are what its entry in the configuration claims. */
export type GuardedTarget =
  | { readonly kind: 'sandbox' }
  | { readonly kind: 'remote'; readonly url: string; readonly sandbox?: boolean; readonly domain?: string };

export interface Refusal {
  readonly allowed: false;
  readonly reason: string;
  readonly help: string;
}

/** `if-domain`: allowed once `confirmDomain` has found that very domain. */
export type Verdict = { readonly allowed: true } | { readonly allowed: 'if-domain'; readonly domain: string } | Refusal;

/** The API hosts of ION's staging and sandbox environments [EX, EV, TS, PRISM]. */
const SANDBOX_HOSTS: ReadonlySet<string> = new Set([
  'staging-api.buildwithion.com',
  'api-staging-gov.buildwithion.com',
  'staging-api.ion-gov.com',
  'api-staging-aus.buildwithion.com',
]);

/** ION's own domains: a host below them is production unless its name says otherwise [docs, EX, EV, PRISM]. */
const ION_DOMAINS = ['buildwithion.com', 'ion-gov.com', 'ion-aus.com', 'firstresonance.io'];

/** Words of a host name that mark an environment other than production; a tenant's name may hold one too, so it only counts as a hint. */
const SANDBOX_WORDS = new Set(['staging', 'sandbox', 'dev']);

const PRODUCTION_HELP = 'Point the target at the sandbox of your organisation; no setting allows writing here';
const CLAIM_HELP =
  'If it is a sandbox, say so in its entry in seedbed.config.yaml: `sandbox: true` and `domain:` with the domain of ' +
  'its organisation, which is compared with what the target says of itself';

/**
 * Judges by the host alone, without a request. The embedded sandbox, loopback and ION's staging hosts are allowed;
 * ION's production hosts never are; everything else only with `sandbox: true` and a domain to compare. A target that
 * names a domain has it compared in any case.
 */
export function checkGuard(target: GuardedTarget): Verdict {
  if (target.kind === 'sandbox') return { allowed: true };
  const host = hostOf(target.url);
  if (host === undefined) {
    return { allowed: false, reason: 'the url of the target is not a plain http(s) address', help: CLAIM_HELP };
  }
  if (isIonHost(host) && !SANDBOX_HOSTS.has(host) && !mentionsSandbox(host)) {
    return { allowed: false, reason: `${host} is a production environment of ION`, help: PRODUCTION_HELP };
  }
  const domain = target.domain?.trim() ?? '';
  if (isLoopbackHost(host) || SANDBOX_HOSTS.has(host)) {
    return domain === '' ? { allowed: true } : { allowed: 'if-domain', domain };
  }
  if (target.sandbox === true && domain !== '') return { allowed: 'if-domain', domain };
  return { allowed: false, reason: `nothing shows that ${host} is a sandbox`, help: CLAIM_HELP };
}

/** `URL` has lowered the case and resolved the odd spellings of addresses; the dot of a rooted name is dropped here. */
function hostOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, username, password } = new URL(url);
  // A user name before the @ is how an address is made to look like another one; ION has no use for it.
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '') return undefined;
  const host = hostname.replace(/\.+$/, '');
  return host === '' ? undefined : host;
}

function isIonHost(host: string): boolean {
  return ION_DOMAINS.some(domain => host === domain || host.endsWith(`.${domain}`));
}

function mentionsSandbox(host: string): boolean {
  return host.split(/[.-]/).some(word => SANDBOX_WORDS.has(word));
}

const WHOSE = 'query { me { organization { domain } } }';

interface Whose {
  readonly me: { readonly organization: { readonly domain: string | null } | null } | null;
}

/**
 * Asks the target whose it is, and compares. To be called before the first mutation. A target that does not tell is
 * refused. Rejects with the transport's `Failure`.
 */
export async function confirmDomain(transport: Pick<Transport, 'request'>, domain: string): Promise<Verdict> {
  const { me } = await transport.request<Whose>(WHOSE);
  const actual = me?.organization?.domain ?? '';
  if (actual !== '' && normal(actual) === normal(domain)) return { allowed: true };
  const said = actual === '' ? 'the target does not name its domain' : `the target belongs to ${actual}`;
  const help = 'Point the target at the sandbox of that organisation, or correct `domain:` in its entry';
  return { allowed: false, reason: `${said}, and the configuration says ${domain}`, help };
}

function normal(domain: string): string {
  return domain.trim().toLowerCase().replace(/\.$/, '');
}
