/** Tells reading from writing documents, without parsing them whole and without importing graphql. */

/** A document with any mutation in it counts as a mutation; everything else is a query. */
export type OperationKind = 'query' | 'mutation';

const TOKEN = /"""(?:\\"""|[\s\S])*?"""|"(?:\\.|[^"\\\n\r])*"|#[^\n\r]*|[A-Za-z_][A-Za-z0-9_]*|[{}()[\]]/g;

/** The first word of each top-level definition: `query`, `mutation`, `fragment`; an anonymous query has none. */
function* definitionKeywords(document: string): Generator<string> {
  let depth = 0;
  let atStart = true;
  for (const [token] of document.matchAll(TOKEN)) {
    if (token.startsWith('"') || token.startsWith('#')) continue;
    if ('{(['.includes(token)) {
      depth += 1;
      atStart = false;
    } else if ('})]'.includes(token)) {
      depth -= 1;
      // Only a selection set ends a definition; a closed list of variables is followed by more of the same one.
      if (depth === 0 && token === '}') atStart = true;
    } else if (depth === 0 && atStart) {
      atStart = false;
      yield token;
    }
  }
}

/**
 * Finds the kind by the leading keyword of every operation. Names, strings, comments, variables and fields called
 * `mutation` do not count; fragments before the operation are stepped over.
 */
export function operationKind(document: string): OperationKind {
  if (!document.includes('mutation')) return 'query';
  if (/^mutation\b/.test(document)) return 'mutation';
  for (const keyword of definitionKeywords(document)) {
    if (keyword === 'mutation') return 'mutation';
  }
  return 'query';
}
