// For the bundle: puts validators that were compiled beforehand in the place of src/fixture/validators.ts, because
// compiling the JSON Schemas while the program starts would take longer than all else that it does; and the key of the
// schemas that they were compiled from in the place of src/source/schemas-key.ts.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCHEMAS = join(ROOT, 'schemas');
const readJson = path => JSON.parse(readFileSync(path, 'utf8'));

/** What only people read of a schema. */
const ANNOTATIONS = new Set(['title', 'description', 'examples', '$comment']);

/** A schema without them; below `properties` and `$defs` the same words may be names. */
const withoutAnnotations = (node, areNames = false) => {
  if (Array.isArray(node)) return node.map(item => withoutAnnotations(item));
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(([key]) => areNames || !ANNOTATIONS.has(key));
  const isNames = key => !areNames && (key === 'properties' || key === '$defs');
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutAnnotations(value, isNames(key))]));
};

/** Leaves that something is wrong, which is counted, and takes out what: it stands on one line each time. */
const withoutReasons = code =>
  code.replace(/^(validate\d+\.errors = )\[\{.*\}\];$/gm, '$1[{}];').replace(/^(const err\d+ = )\{.*\};$/gm, '$1{};');

/** The two sets of validators: see src/fixture/validators.ts. */
const SETS = {
  quick: {
    options: { allErrors: false, verbose: false, messages: false },
    read: withoutAnnotations,
    finish: withoutReasons,
  },
  explaining: { options: {}, read: schema => schema, finish: code => code },
};

/** The text of a module that exports one validator for each section, named like it. */
const compileValidators = ({ options, read, finish }) => {
  const common = readJson(join(ROOT, 'src/fixture/ajv-options.json'));
  const schemas = readdirSync(SCHEMAS).map(name => read(readJson(join(SCHEMAS, name))));
  const ajv = new Ajv2020({ ...common, ...options, code: { source: true, esm: true, lines: true } });
  for (const schema of schemas) ajv.addSchema(schema);
  const sections = schemas.filter(schema => schema.$defs?.entry);
  const ids = sections.map(({ $id }) => [$id.replace('.schema.json', ''), `${$id}#/$defs/entry`]);
  return finish(standalone.default(ajv, Object.fromEntries(ids)));
};

const IN_ITS_PLACE = `
import * as quick from './compiled-validators/quick';
export const accepts = (section, value) => quick[section](value);
export const loadFindErrors = async () => {
  const explaining = await import('./compiled-validators/explaining');
  return (section, value) => (explaining[section](value) ? [] : explaining[section].errors);
};`;

const schemasKey = () => {
  const hash = createHash('sha256');
  for (const name of readdirSync(SCHEMAS).sort()) hash.update(readFileSync(join(SCHEMAS, name)));
  return hash.digest('hex');
};

export const precompiledValidators = {
  name: 'precompiled-validators',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^\.\/compiled-validators\// }, ({ path }) => ({
      path: basename(path),
      namespace: 'validators',
    }));
    onLoad({ filter: /./, namespace: 'validators' }, ({ path }) => ({
      contents: compileValidators(SETS[path]),
      resolveDir: ROOT,
    }));
    onLoad({ filter: /[\\/]src[\\/]fixture[\\/]validators\.ts$/ }, () => ({ contents: IN_ITS_PLACE }));
    onLoad({ filter: /[\\/]src[\\/]source[\\/]schemas-key\.ts$/ }, () => ({
      contents: `export const schemasKey = () => '${schemasKey()}';`,
    }));
  },
};
