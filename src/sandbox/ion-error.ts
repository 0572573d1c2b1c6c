// The error that a resolver throws when ION itself would refuse the operation.
import { GraphQLError } from 'graphql';

/**
 * An answer in `errors[]` with `extensions.code`. ION documents only `message`; where its code strings stand is not
 * documented, so `CONCURRENCY_ERROR` and the like are put into the extensions and, by the caller, into the message
 * wherever a client is known to search for them there [TS, inferred].
 */
export class IonError extends GraphQLError {
  constructor(code: string, message: string) {
    super(message, { extensions: { code } });
    this.name = 'IonError';
  }
}
