// Access tokens: JSON Web Tokens that survive a restart because their key lives in the database.

/** What a token's check comes to; `clientId` is that of the API key it was issued to. */
export type TokenCheck =
  | { readonly state: 'valid'; readonly clientId: string }
  | { readonly state: 'expired' | 'invalid'; readonly clientId?: undefined };

/** Issues and checks the tokens of one sandbox. */
export interface Tokens {
  readonly lifetimeSeconds: number;
  issue(clientId: string, audience: string | undefined): Promise<string>;
  check(token: string): Promise<TokenCheck>;
}

interface Claims {
  readonly clientId: string;
  readonly audience: string;
  readonly expiresAt: number;
}

// Checking a signature costs as much as a small query, and a client sends the same token with every request.
const REMEMBERED = 1000;

/** Whom a token is for that was asked for without an audience, as with Keycloak. */
const NO_AUDIENCE = 'account';

const ISSUER = 'http://127.0.0.1/realms/api-keys';

// Loaded on first use: a sandbox whose clients bring their tokens along never signs one.
const verify = async (token: string, key: Uint8Array): Promise<Claims | undefined> => {
  const { jwtVerify } = await import('jose/jwt/verify');
  try {
    // Expiry is judged later and by the caller's clock, since an expired token has an answer of its own.
    const { payload } = await jwtVerify(token, key, {
      issuer: ISSUER,
      algorithms: ['HS256'],
      currentDate: new Date(0),
    });
    const { azp, aud = NO_AUDIENCE, exp = 0 } = payload;
    return { clientId: String(azp), audience: String(aud), expiresAt: exp * 1000 };
  } catch {
    return undefined;
  }
};

const sign = async (
  key: Uint8Array,
  id: string,
  clientId: string,
  audience: string | undefined,
  issuedAt: number,
  expiresAt: number,
) => {
  const { SignJWT } = await import('jose/jwt/sign');
  return new SignJWT({ typ: 'Bearer', azp: clientId, client_id: clientId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setJti(id)
    .setIssuer(ISSUER)
    .setSubject(clientId)
    .setAudience(audience ?? NO_AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(key);
};

const withoutSlash = (audience: string): string => audience.replace(/\/$/, '');

interface TokenSettings {
  readonly lifetimeSeconds: number;
  /** Whom a token may be for besides nobody in particular; undefined is anybody. */
  readonly audience: string | undefined;
}

/** `key` is 32 bytes; `newId` names a token; `now` decides when it has expired, to the second. */
export const createTokens = (
  key: Uint8Array,
  newId: () => string,
  now: () => Date,
  { lifetimeSeconds, audience: own }: TokenSettings,
): Tokens => {
  const verified = new Map<string, Claims>();

  const remember = (token: string, claims: Claims): void => {
    if (verified.size >= REMEMBERED) verified.clear();
    verified.set(token, claims);
  };

  const isForUs = ({ audience }: Claims): boolean =>
    own === undefined || audience === NO_AUDIENCE || withoutSlash(audience) === withoutSlash(own);

  return {
    lifetimeSeconds,
    issue: (clientId, audience) => {
      const issuedAt = Math.floor(now().getTime() / 1000);
      return sign(key, newId(), clientId, audience, issuedAt, issuedAt + lifetimeSeconds);
    },
    check: async token => {
      const claims = verified.get(token) ?? (await verify(token, key));
      if (claims === undefined) return { state: 'invalid' };
      remember(token, claims);
      if (!isForUs(claims)) return { state: 'invalid' };
      return claims.expiresAt <= now().getTime() ? { state: 'expired' } : { state: 'valid', clientId: claims.clientId };
    },
  };
};
