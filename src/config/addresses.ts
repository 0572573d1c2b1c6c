/** Makes full addresses out of what people write: the GraphQL endpoint, and the token endpoint of an auth server. */

/** An address, or a sentence on why it is none; the sentence does not repeat the text, which may hold credentials. */
export type Address = { readonly url: string } | { readonly problem: string };

const TOKEN_PATH = '/realms/api-keys/protocol/openid-connect/token'; // docs, EX

function parse(text: string): URL | { readonly problem: string } {
  if (!URL.canParse(text)) return { problem: 'this is not an address such as https://staging-api.buildwithion.com' };
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { problem: 'the address must begin with https:// or http://' };
  if (url.username !== '' || url.password !== '')
    return { problem: 'the address must not hold a user name or a password' };
  if (url.search !== '' || url.hash !== '') return { problem: 'the address must end before any "?" or "#"' };
  return url;
}

/** The base address with or without `/graphql`, to the endpoint; the path is always `/graphql` [docs]. */
export function graphqlAddress(text: string): Address {
  const url = parse(text);
  if ('problem' in url) return url;
  const base = url.pathname.replace(/\/+$/, '');
  return { url: `${url.origin}${base.endsWith('/graphql') ? base : `${base}/graphql`}` };
}

/**
 * An auth server as a host (`staging-auth.buildwithion.com`), as an address, or as the whole address of its token
 * endpoint. Older hosts have the realm below `/auth`: then `https://host/auth` is the server [TS, PRISM].
 */
export function tokenAddress(server: string): Address {
  const url = parse(server.includes('://') ? server : `${isLocal(server) ? 'http' : 'https'}://${server}`);
  if ('problem' in url) return url;
  const base = url.pathname.replace(/\/+$/, '');
  return { url: `${url.origin}${base.endsWith('/token') ? base : `${base}${TOKEN_PATH}`}` };
}

function isLocal(server: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(\/|$)/i.test(server);
}

const ION_API = /^(?:staging-)?api(?:-[a-z0-9-]+)?\.(?:buildwithion|ion-gov|ion-aus)\.com$/;

/**
 * The token endpoint that belongs to an API host, where that is known: ION's hosts come in pairs, `api-x` and `auth-x`
 * [EX, EV, PRISM, TS]; the local sandbox serves both itself. Undefined for any other host.
 */
export function tokenAddressOfApi(apiUrl: string): string | undefined {
  const { protocol, host, hostname, origin } = new URL(apiUrl);
  if (isLocal(host)) return `${origin}${TOKEN_PATH}`;
  if (!ION_API.test(hostname)) return undefined;
  return `${protocol}//${host.replace(/^(staging-)?api/, '$1auth')}${TOKEN_PATH}`;
}
