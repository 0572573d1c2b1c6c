// What a resolver knows about the request it answers.
import type { Store } from '../store/store.ts';

/** Made anew for each operation; one operation's loaders never serve another. */
export interface RequestContext {
  readonly store: Store;
  readonly now: () => Date;
  /** The user that the access token stands for. */
  readonly userId: number;
  /** Whatever the resolvers batch or remember within one operation, by a name of their choice. */
  readonly loaders: Map<string, unknown>;
}
