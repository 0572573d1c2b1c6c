// Trigram similarity, as PostgreSQL's pg_trgm defines it; ION's fuzzyMatch is taken to be that (inferred).

const trigrams = (text: string): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = `  ${word} `;
    for (let start = 0; start + 3 <= padded.length; start += 1) found.add(padded.slice(start, start + 3));
  }
  return found;
};

/** The share of trigrams that two texts have in common, from 0 to 1; case and punctuation do not count. */
export const similarity = (left: string, right: string): number => {
  const a = trigrams(left);
  const b = trigrams(right);
  const shared = [...a].filter(trigram => b.has(trigram)).length;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
};
