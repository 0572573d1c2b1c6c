/** Reads where the target's organisation asks for approvals. */
import type { Asked, Kind } from '../kinds/kind.ts';
import { type Row, valueAt } from './decode.ts';
import type { Dialect } from './dialect.ts';
import { askedDocument } from './documents.ts';
import type { Transport } from './transport.ts';

/** A setting that the target's schema does not have asks for nothing. */
function isKnown({ query, at, of }: Asked, dialect: Dialect): boolean {
  return dialect.arguments(query) !== undefined && dialect.has(of, at.slice(at.lastIndexOf('.') + 1));
}

async function isAsked(asked: Asked, transport: Transport): Promise<boolean> {
  const answer = await transport.request<Row>(askedDocument(asked));
  const counts = [valueAt(answer, `${asked.query}.${asked.at}`)].flat();
  return counts.some(count => Number(count ?? 0) > 0);
}

/** The names of those kinds for which approvals are asked. */
export async function readAsking(
  kinds: readonly Kind[],
  transport: Transport,
  dialect: Dialect,
): Promise<ReadonlySet<string>> {
  const asking = new Set<string>();
  for (const { name, lifecycle } of kinds) {
    const asked = (lifecycle?.approval?.asked ?? []).filter(each => isKnown(each, dialect));
    const found = await Promise.all(asked.map(each => isAsked(each, transport)));
    if (found.includes(true)) asking.add(name);
  }
  return asking;
}
