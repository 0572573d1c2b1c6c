/** Reads ION's enums from the committed table of its schema. */
import { readFileSync } from 'node:fs';

const TABLE = new URL('../sandbox/schema/facts/schema-facts.tsv', import.meta.url);

/** The values of each enum, by its name. */
export function readFacts(): ReadonlyMap<string, readonly string[]> {
  const enums = new Map<string, string[]>();
  for (const line of readFileSync(TABLE, 'utf8').split('\n')) {
    const [kind, owner, member] = line.split('\t');
    if (kind === 'enum' && owner && member) enums.set(owner, [...(enums.get(owner) ?? []), member]);
  }
  return enums;
}
