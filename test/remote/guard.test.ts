import { afterEach, describe, expect, test } from 'vitest';
import { checkGuard, confirmDomain } from '../../src/remote/guard.ts';
import { fixedToken } from '../../src/remote/token.ts';
import { createTransport } from '../../src/remote/transport.ts';
import { handClock } from './hand-clock.ts';
import { json, startScripted } from './scripted-server.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

const CLAIM = { sandbox: true, domain: 'acme.com' } as const;

function allowed(url: string, claim: { sandbox?: boolean; domain?: string } = {}) {
  return checkGuard({ kind: 'remote', url, ...claim }).allowed;
}

test('the embedded sandbox is allowed', () => {
  expect(checkGuard({ kind: 'sandbox' })).toEqual({ allowed: true });
});

test.each([
  'http://localhost:4000/graphql',
  'http://LOCALHOST.:4000/graphql',
  'http://127.0.0.1/graphql',
  'http://127.8.9.10/graphql',
  'http://127.1/graphql',
  'http://2130706433/graphql',
  'http://0x7f.0.0.1/graphql',
  'http://[::1]:4000/graphql',
  'http://[0:0:0:0:0:0:0:1]/graphql',
  'http://[::ffff:127.0.0.1]/graphql',
  'https://staging-api.buildwithion.com/graphql',
  'https://STAGING-API.buildwithion.com./graphql',
  'https://staging-api.buildwithion.com:8443/graphql',
  'https://api-staging-gov.buildwithion.com/graphql',
  'https://staging-api.ion-gov.com/graphql',
  'https://api-staging-aus.buildwithion.com/graphql',
])('%s is known to be a sandbox', url => {
  expect(allowed(url)).toBe(true);
});

test.each([
  'https://api.firstresonance.io/graphql',
  'https://app.firstresonance.io/graphql',
  'https://api.buildwithion.com/graphql',
  'https://API.BuildWithION.com./graphql',
  'https://api.buildwithion.com../graphql',
  'https://api-production-gov.buildwithion.com/graphql',
  'https://api.ion-gov.com/graphql',
  'https://api-production-aus.buildwithion.com/graphql',
  'https://api.ion-aus.com/graphql',
  'https://api-acme.buildwithion.com/graphql',
  'https://api-stagingacme.buildwithion.com/graphql',
  'https://x.api.buildwithion.com/graphql',
  'https://buildwithion.com/graphql',
])('%s is production, whatever is claimed', url => {
  expect(allowed(url)).toBe(false);
  expect(allowed(url, CLAIM)).toBe(false);
  expect(checkGuard({ kind: 'remote', url, ...CLAIM })).toMatchObject({
    reason: expect.stringContaining('production'),
  });
});

test.each([
  'https://staging-api.buildwithion.com.evil.com/graphql',
  'https://evilstaging-api.buildwithion.com.co/graphql',
  'https://xbuildwithion.com/graphql',
  'https://localhost.evil.com/graphql',
  'https://127.0.0.1.evil.com/graphql',
  'https://my.localhost/graphql',
  'http://0.0.0.0/graphql',
  'http://128.0.0.1/graphql',
  'http://[::]/graphql',
  'http://[::2]/graphql',
  'http://[::ffff:128.0.0.1]/graphql',
  'https://staging-api.bu\u0456ldwithion.com/graphql',
  'https://ion.acme.com/graphql',
  'https://api-sandbox-acme.buildwithion.com/graphql',
  'https://api-dev-pub.buildwithion.com/graphql',
])('%s needs the claim and the domain', url => {
  expect(allowed(url)).toBe(false);
  expect(allowed(url, { sandbox: true })).toBe(false);
  expect(allowed(url, { sandbox: true, domain: ' ' })).toBe(false);
  expect(allowed(url, { domain: 'acme.com' })).toBe(false);
  expect(checkGuard({ kind: 'remote', url, ...CLAIM })).toEqual({ allowed: 'if-domain', domain: 'acme.com' });
});

test.each([
  'https://staging-api.buildwithion.com@evil.com/graphql',
  'https://user:pw@staging-api.buildwithion.com/graphql',
  'https://evil.com\\@localhost/graphql@',
  'file:///graphql',
  'ftp://localhost/graphql',
  'localhost:4000',
  '',
])('%s is refused as an address', url => {
  expect(checkGuard({ kind: 'remote', url, domain: 'acme.com' }).allowed).toBe(false);
});

test('a domain that is given is compared even where none is needed', () => {
  expect(allowed('https://staging-api.buildwithion.com/graphql', { domain: 'acme.com' })).toBe('if-domain');
});

describe('the domain', () => {
  async function confirm(data: unknown, domain: string) {
    const server = await startScripted(json({ data }));
    const { url } = server;
    const token = fixedToken('tok-0123456789');
    const transport = createTransport({
      url,
      token,
      concurrency: 1,
      timeoutMs: 5000,
      readOnly: true,
      timing: handClock(),
    });
    open.push(server, transport);
    return confirmDomain(transport, domain);
  }

  test('that the target names too allows writing', async () => {
    expect(await confirm({ me: { organization: { domain: 'Acme.com' } } }, ' acme.com')).toEqual({ allowed: true });
  });

  test('that differs refuses, and both are named', async () => {
    const verdict = await confirm({ me: { organization: { domain: 'real-acme.com' } } }, 'acme.com');
    expect(verdict).toMatchObject({
      allowed: false,
      reason: 'the target belongs to real-acme.com, and the configuration says acme.com',
    });
  });

  test.each([[{ me: null }], [{ me: { organization: null } }], [{ me: { organization: { domain: '' } } }]])(
    'that the target does not name refuses: %j',
    async data => {
      expect(await confirm(data, 'acme.com')).toMatchObject({ allowed: false });
      expect(await confirm(data, '')).toMatchObject({ allowed: false });
    },
  );
});
