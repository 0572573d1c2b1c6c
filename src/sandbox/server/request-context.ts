// What a resolver knows about the request it answers.
import type { Store } from '../store/store.ts';

/** Made anew for each operation; one operation's loaders never serve another. */
export interface RequestContext {
  readonly store: Store;
  readonly now: () => Date;
  /** `count` bytes, 32 at most, from the sandbox's seed where it has one; everything random in an answer comes from here. */
  readonly randomBytes: (count: number) => Buffer;
  /** The user that the access token stands for. */
  readonly userId: number;
  /** What the addresses of the tenant's endpoints begin with, as the client wrote it; empty where nobody asked over HTTP. */
  readonly baseUrl: string;
  /** Whatever the resolvers batch or remember within one operation, by a name of their choice. */
  readonly loaders: Map<string, unknown>;
}
