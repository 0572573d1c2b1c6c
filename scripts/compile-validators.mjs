// For the bundle: puts validators that were compiled beforehand in the place of src/fixture/validators.ts, because
// compiling the JSON Schemas while the program starts would take longer than all else that it does.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCHEMAS = join(ROOT, 'schemas');
const readJson = path => JSON.parse(readFileSync(path, 'utf8'));

/** The text of a module that exports one validator for each section, named like it. */
const compileValidators = () => {
  const options = readJson(join(ROOT, 'src/fixture/ajv-options.json'));
  const schemas = readdirSync(SCHEMAS).map(name => readJson(join(SCHEMAS, name)));
  const ajv = new Ajv2020({ ...options, code: { source: true, esm: true } });
  for (const schema of schemas) ajv.addSchema(schema);
  const sections = schemas.filter(schema => schema.$defs?.entry);
  const ids = sections.map(({ $id }) => [$id.replace('.schema.json', ''), `${$id}#/$defs/entry`]);
  return standalone.default(ajv, Object.fromEntries(ids));
};

export const precompiledValidators = {
  name: 'precompiled-validators',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^compiled-validators$/ }, ({ path }) => ({ path, namespace: 'validators' }));
    onLoad({ filter: /./, namespace: 'validators' }, () => ({ contents: compileValidators(), resolveDir: ROOT }));
    onLoad({ filter: /[\\/]src[\\/]fixture[\\/]validators\.ts$/ }, () => ({
      contents:
        "import * as validators from 'compiled-validators'; export const validatorOf = section => validators[section];",
    }));
  },
};
