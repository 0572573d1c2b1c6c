/** Reads where the target's organisation asks for approvals. */
import type { Asked, Kind } from '../kinds/kind.ts';
import { type Row, valueAt } from './decode.ts';
import type { Dialect } from './dialect.ts';
import { askedAlias, askedDocument } from './documents.ts';
import type { Transport } from './transport.ts';

/** A setting that the target's schema does not have asks for nothing. */
function isKnown({ query, at, of }: Asked, dialect: Dialect): boolean {
  return dialect.arguments(query) !== undefined && dialect.has(of, at.slice(at.lastIndexOf('.') + 1));
}

/** The names of those kinds for which approvals are asked. One request, or none where nothing can be asked for. */
export async function readAsking(
  kinds: readonly Kind[],
  transport: Transport,
  dialect: Dialect,
): Promise<ReadonlySet<string>> {
  const questions = kinds.flatMap(({ name, lifecycle }) =>
    (lifecycle?.approval?.asked ?? []).filter(asked => isKnown(asked, dialect)).map(asked => ({ name, asked })),
  );
  if (questions.length === 0) return new Set();
  const answer = await transport.request<Row>(askedDocument(questions.map(({ asked }) => asked)));
  const isAsked = (at: string, index: number): boolean =>
    [valueAt(answer, `${askedAlias(index)}.${at}`)].flat().some(count => Number(count ?? 0) > 0);
  return new Set(questions.filter(({ asked }, index) => isAsked(asked.at, index)).map(({ name }) => name));
}
