// What a resolver knows about the request it answers.
import type { Store } from '../store/store.ts';

/** In whose name an operation runs. */
export interface Caller {
  /** The user that the access token stands for. */
  readonly userId: number;
  /** The id of the API key whose own permissions count; undefined where those of the user do. */
  readonly frozenKey: string | undefined;
}

/** Made anew for each operation; one operation's loaders never serve another. */
export interface RequestContext extends Caller {
  readonly store: Store;
  readonly now: () => Date;
  /** `count` bytes, 32 at most, from the sandbox's seed where it has one; everything random in an answer comes from here. */
  readonly randomBytes: (count: number) => Buffer;
  /** What the addresses of the tenant's endpoints begin with, as the client wrote it; empty where nobody asked over HTTP. */
  readonly baseUrl: string;
  /** Whatever the resolvers batch or remember within one operation, by a name of their choice. */
  readonly loaders: Map<string, unknown>;
}
