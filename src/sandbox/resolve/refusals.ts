// The sentences and codes with which the sandbox refuses. Only CONCURRENCY_ERROR is a code that ION is known to use [TS];
// the others are inferred from the names and causes of the documented statuses [docs error-codes].
import { IonError } from '../ion-error.ts';

/** An operation, field or argument that is in ION's schema and has no behaviour here. */
export const notEmulated = (what: string): IonError =>
  new IonError('NOT_EMULATED', `${what} is not emulated by this sandbox.`);

/** No such row, or a soft-deleted one [docs: 404]. ION's wording is not documented. */
export const notFound = (type: string, id: unknown): IonError =>
  new IonError('NOT_FOUND', `${type} with id ${String(id)} was not found.`);

/** A stale etag; code and sentence as a production client searches for them [TS]. */
export const staleEtag = (): IonError => new IonError('CONCURRENCY_ERROR', 'CONCURRENCY_ERROR: Etag does not match');

/** A value that breaks a rule [docs: 422]. */
export const invalid = (message: string): IonError => new IonError('VALIDATION_ERROR', message);
