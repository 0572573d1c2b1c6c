/** What a configuration points at. */

/** How requests to a remote target are authorised. Holds secrets: never print it. */
export type Auth =
  | { readonly kind: 'token'; readonly token: string }
  | {
      readonly kind: 'client';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly tokenUrl: string;
    };

/** `dir` is absolute: where the embedded sandbox keeps its data; `tenant` is an organisation of its own in there. */
export interface SandboxTarget {
  readonly name: string;
  readonly kind: 'sandbox';
  readonly dir: string;
  readonly tenant?: string;
}

/** `url` is the full address of the GraphQL endpoint; `sandbox` and `domain` are what the guard checks. */
export interface RemoteTarget {
  readonly name: string;
  readonly kind: 'remote';
  readonly url: string;
  readonly auth: Auth;
  readonly sandbox?: true;
  readonly domain?: string;
}

export type Target = SandboxTarget | RemoteTarget;
