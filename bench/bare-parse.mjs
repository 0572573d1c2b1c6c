// The least that reading fixtures can take: parses each YAML file below a folder with nothing but `yaml`.
// Usage: node bare-parse.mjs FOLDER
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';

const [, , folder] = process.argv;
for (const name of readdirSync(folder, { recursive: true })) {
  if (!name.endsWith('.yaml')) continue;
  parseDocument(readFileSync(join(folder, name), 'utf8'), { merge: true, prettyErrors: false }).toJS({
    maxAliasCount: -1,
  });
}
