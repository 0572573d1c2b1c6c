// Turns the fact tables of ION's GraphQL schema into the compact JSON that the local sandbox serves.
// Usage: node scripts/build-schema.mjs <schema-facts.tsv> <schema-newer.tsv>
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OUTPUT = new URL('../src/sandbox/schema/ion-schema.json', import.meta.url);
const BUILT_IN = ['Int', 'Float', 'String', 'Boolean', 'ID'];
// The tables list it as an object; in ION it is the interface of every type whose name ends in "Events".
const INTERFACE = 'Timeline';

const readRows = path =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(1)
    .filter(line => line !== '')
    .map(line => {
      const [kind, owner, member, args, type] = line.split('\t');
      return { kind, owner, member, args: args === '-' ? '' : args, type };
    });

const namedType = text => text.split(' = ')[0].replace(/[[\]!]/g, '');

const argTypes = args => (args === '' ? [] : args.split(', ').map(argument => namedType(argument.split(': ')[1])));

/** Every type a row needs for itself to exist. */
const neededTypes = row =>
  row.kind === 'scalar' || row.kind === 'enum' ? [] : [namedType(row.type), ...argTypes(row.args)];

/** Drops, until nothing changes, each member that needs a type without a single member of its own. */
const withoutDangling = rows => {
  const defined = new Set([...BUILT_IN, ...rows.map(row => row.owner)]);
  const kept = rows.filter(row => neededTypes(row).every(name => defined.has(name)));
  return kept.length === rows.length ? kept : withoutDangling(kept);
};

const inputEntry = row => {
  const [type, fallback] = row.type.split(' = ');
  return fallback === undefined ? type : [type, fallback];
};

const fieldEntry = row => (row.args === '' ? row.type : [row.type, row.args]);

const groupBy = (rows, key) => {
  const groups = new Map();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
};

/** owner → what `describe` makes of its rows, for the rows of some kinds, in the order of the tables. */
const owners = (rows, kinds, describe) =>
  Object.fromEntries(
    [
      ...groupBy(
        rows.filter(row => kinds.includes(row.kind)),
        row => row.owner,
      ),
    ].map(([owner, members]) => [owner, describe(members)]),
  );

const names = members => members.map(row => row.member);

const entries = entry => members => Object.fromEntries(members.map(row => [row.member, entry(row)]));

const build = rows => {
  const objects = owners(rows, ['object', 'query', 'mutation'], entries(fieldEntry));
  const { [INTERFACE]: members, ...others } = objects;
  return {
    scalars: Object.keys(owners(rows, ['scalar'], names)),
    enums: owners(rows, ['enum'], names),
    unions: owners(rows, ['union'], names),
    inputs: owners(rows, ['input'], entries(inputEntry)),
    interfaces: { [INTERFACE]: members },
    implementations: { [INTERFACE]: Object.keys(others).filter(name => name.endsWith('Events')) },
    objects: others,
  };
};

const paths = process.argv.slice(2);
if (paths.length !== 2) throw new Error('usage: node scripts/build-schema.mjs <schema-facts.tsv> <schema-newer.tsv>');
const rows = paths.flatMap(readRows);
const kept = withoutDangling(rows);
writeFileSync(OUTPUT, `${JSON.stringify(build(kept))}\n`);
execFileSync('npx', ['biome', 'format', '--write', fileURLToPath(OUTPUT)], { stdio: 'ignore' });
console.log(`${kept.length} members kept, ${rows.length - kept.length} left out`);
