// Part revisions: the organisation's schemes, and how a part counts along its own.
import { decode } from '../resolve/encode.ts';
import { invalid, notFound } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Family, Input, Scope } from '../resolve/scope.ts';
import { create } from '../resolve/write.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { newestRevisionFirst } from '../tables/parts.ts';
import { counts, DIGITS, type Form, LETTERS, ordinalOf, type Place, valueAt } from './counting.ts';
import { onlyDefault, settingOperation } from './organization.ts';

const TYPE = 'PartRevisionSchemeSettings';

/** Without a scheme revisions are A, B … Z, AA [GUIDE, TS]. */
const BUILT_IN: Form = { places: [{ alphabet: LETTERS }], grows: true };

/** A segment of letters or of digits as the settings page and its examples name it [docs configure-part-revision-schemes, "NN-N"]. */
const SEGMENTS: Readonly<Record<string, string>> = { A: LETTERS, 'A-Z': LETTERS, N: DIGITS, '0-9': DIGITS };

/** What is no segment separates, character by character, so that `NN-N` may come in one piece too (inferred). */
const placesOf = (format: unknown): Place[] =>
  (Array.isArray(format) ? format : [])
    .map(String)
    .flatMap(token => (token in SEGMENTS ? [token] : [...token]))
    .map(token => {
      const alphabet = SEGMENTS[token];
      return alphabet === undefined ? { fixed: token } : { alphabet };
    });

const formOf = (scheme: SqlRow): Form => ({
  places: placesOf(decode(scheme['format'], 'json')),
  grows: scheme['allowOverflow'] === 1,
});

const findScheme = (scope: Scope, name: unknown): SqlRow | undefined =>
  rowsWhere(scope, TYPE, { name: String(name) })[0];

/** The form of a part's revisions; undefined for a scheme that the organisation has not defined, where anything goes (inferred). */
const formOfPart = (scope: Scope, scheme: unknown): Form | undefined => {
  if (scheme == null) return BUILT_IN;
  const found = findScheme(scope, scheme);
  return found && formOf(found);
};

/** The scheme of a part that names none [docs]; null is ION's own. */
export const defaultScheme = (scope: Scope): unknown => rowsWhere(scope, TYPE, { default: 1 })[0]?.['name'] ?? null;

/** The first revision of a scheme: A, 1 or 00-1 [docs revision-schemes]. */
export const firstRevision = (scope: Scope, scheme: unknown): string => {
  const form = formOfPart(scope, scheme);
  return (form && valueAt(form, 1)) ?? 'A';
};

/** Throws unless the revision is written as the scheme says; ION's own has letters only, or `-` [TS, IMP]. */
export const checkRevision = (scope: Scope, revision: unknown, scheme: unknown): void => {
  const form = formOfPart(scope, scheme);
  if (form === undefined || (scheme == null && revision === '-')) return;
  if (revision !== null && ordinalOf(form, String(revision)) !== undefined) return;
  const rule = scheme == null ? 'the revision scheme: letters only, or "-".' : `the revision scheme ${String(scheme)}.`;
  throw invalid(`Revision ${String(revision)} does not follow ${rule}`);
};

const latestRevision = (scope: Scope, { partNumber = null, revisionScheme = null }: SqlRow): string => {
  const sql =
    `SELECT v."revision" FROM "Part" v WHERE v."partNumber" = ? AND v."revisionScheme" IS ? ` +
    `ORDER BY ${newestRevisionFirst('v')} LIMIT 1`;
  return String(scope.store.prepare(sql).get(partNumber, revisionScheme)?.['revision']);
};

/** The revision after the part's latest in its scheme: A → B, Z → AA, `-` → A, 00-9 → 01-0. */
export const nextRevision = (scope: Scope, part: SqlRow): string => {
  const revision = latestRevision(scope, part);
  const form = formOfPart(scope, part['revisionScheme']) ?? BUILT_IN;
  const ordinal = revision === '-' ? 0 : ordinalOf(form, revision);
  if (ordinal === undefined) throw invalid(`The sandbox cannot count on from revision ${revision}.`);
  const next = valueAt(form, ordinal + 1);
  if (next === undefined) {
    throw invalid(`${revision} is the last revision of the scheme ${part['revisionScheme']}, which has no overflow.`);
  }
  return next;
};

/** What a part's revision is in another scheme: the fourth stays the fourth, D → 00-4 [docs revision-schemes]. */
export const castRevision = (scope: Scope, part: SqlRow, scheme: unknown): string => {
  const revision = String(part['revision']);
  const [from, to] = [formOfPart(scope, part['revisionScheme']), formOfPart(scope, scheme)];
  if (from === undefined || to === undefined) return revision;
  const ordinal = ordinalOf(from, revision);
  const cast = ordinal === undefined ? undefined : valueAt(to, ordinal);
  if (cast === undefined) throw invalid(`Revision ${revision} has no place in the revision scheme ${String(scheme)}.`);
  return cast;
};

const schemeOf = (scope: Scope, name: unknown): SqlRow => {
  const scheme = findScheme(scope, name);
  if (scheme === undefined) throw notFound('Part revision scheme', name);
  return scheme;
};

/** A format needs at least one segment that counts [docs configure-part-revision-schemes]. */
const createScheme = (scope: Scope, { id, name, format, allowOverflow, default: isDefault }: Input): void => {
  if (!counts({ places: placesOf(format), grows: false })) {
    throw invalid('The format of a revision scheme needs a segment of letters (A) or of digits (N).');
  }
  onlyDefault(scope, TYPE, isDefault);
  create(scope, TYPE, { organizationId: id, name, format, allowOverflow, default: isDefault });
};

const updateScheme = (scope: Scope, { name, allowOverflow, default: isDefault }: Input): void => {
  const scheme = schemeOf(scope, name);
  onlyDefault(scope, TYPE, isDefault);
  const changes = { allowOverflow: allowOverflow ?? undefined, default: isDefault ?? undefined };
  updateRow(scope, TYPE, scheme, changes);
};

/** A scheme that parts count along stays (inferred). */
const deleteScheme = (scope: Scope, { name }: Input): void => {
  const scheme = schemeOf(scope, name);
  const [part] = rowsWhere(scope, 'Part', { revisionScheme: String(name) });
  if (part !== undefined) throw invalid(`Part ${part['id']} has the revision scheme ${String(name)}.`);
  deleteRow(scope, TYPE, scheme);
};

export const revisionSchemes: Family = {
  operations: {
    createOrganizationPartRevisionScheme: settingOperation(createScheme),
    updateOrganizationPartRevisionScheme: settingOperation(updateScheme),
    deleteOrganizationPartRevisionScheme: settingOperation(deleteScheme),
  },
};
