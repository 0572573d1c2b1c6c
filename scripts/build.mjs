// Bundles the program, the library, the sandbox and its page into dist/, together with the licences of what went into them.
// Usage: node scripts/build.mjs [--sizes]
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundlePage } from './build-page.mjs';
import { precompiledValidators } from './compile-validators.mjs';
import { finishedDdl } from './finished-ddl.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
const ENTRIES = { cli: 'src/cli.ts', index: 'src/index.ts', sandbox: 'src/sandbox/index.ts' };
const SHEBANG = '#!/usr/bin/env node\n';
// CommonJS packages ask for Node's own modules through `require`, which an ES module does not have.
const BANNER =
  "import{createRequire as __seedbedRequire}from'node:module';const require=__seedbedRequire(import.meta.url);";

const PASSED = Symbol('already seen by this plugin');

/**
 * graphql ships every module twice and refuses values that come from its other copy, so each import of it, whole or by
 * path, has to end in the same one. The ES modules are the ones that can be bundled in parts.
 */
const oneGraphql = {
  name: 'one-graphql',
  setup: ({ onResolve, resolve: find }) => {
    onResolve({ filter: /^graphql(\/|$)/ }, async ({ path, pluginData, ...options }) => {
      if (pluginData === PASSED) return undefined;
      const found = await find(path, { ...options, pluginData: PASSED });
      const twin = found.path.replace(/\.js$/, '.mjs');
      return found.errors.length === 0 && existsSync(twin) ? { ...found, path: twin } : found;
    });
  },
};

const isCommonJs = async path => (await readFile(path, 'utf8')).match(/^\s*(import|export)\b/m) === null;

const reExports = async path => {
  const names = Object.keys(await import(pathToFileURL(path).href)).filter(name => /^(?!default$)[\w$]+$/.test(name));
  const target = JSON.stringify(path);
  return `export { ${names.join(', ')} } from ${target};\nimport * as all from ${target};\nexport default all.default;`;
};

/** Node finds the named exports of a CommonJS package that is imported while running; esbuild 0.28 gives only the default. */
const namedExportsOfCommonJs = {
  name: 'named-exports-of-commonjs',
  setup: ({ onResolve, onLoad, resolve: find }) => {
    onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...options }) => {
      if (options.kind !== 'dynamic-import' || pluginData === PASSED) return undefined;
      const found = await find(path, { ...options, pluginData: PASSED });
      const wrap = found.errors.length === 0 && !found.external && (await isCommonJs(found.path));
      return wrap ? { path: found.path, namespace: 'commonjs' } : found;
    });
    onLoad({ filter: /./, namespace: 'commonjs' }, async ({ path }) => ({
      contents: await reExports(path),
      resolveDir: dirname(path),
    }));
  },
};

/** An engine reads a large object faster as JSON in a string than as a literal of its own language. */
const dataAsText = {
  name: 'data-as-text',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]ion-schema\.json$/ }, async ({ path }) => {
      const text = JSON.stringify(JSON.parse(await readFile(path, 'utf8')));
      return { contents: `export default JSON.parse(${JSON.stringify(text)});`, loader: 'js' };
    });
  },
};

const presentEntries = () =>
  Object.fromEntries(Object.entries(ENTRIES).filter(([, source]) => existsSync(join(ROOT, source))));

const bundle = entryPoints =>
  build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir: DIST,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    chunkNames: 'chunks/[name]-[hash]',
    external: ['@photostructure/sqlite'],
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: BANNER },
    // Node would be given the CommonJS half of yaml, which takes 10 ms longer to start.
    alias: { yaml: join(ROOT, 'node_modules/yaml/browser/index.js') },
    plugins: [dataAsText, oneGraphql, namedExportsOfCommonJs, precompiledValidators, finishedDdl],
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });

/** The folders of the bundled packages, from the paths of all files that went into the bundle. */
const packageFolders = inputs =>
  [...new Set(inputs.map(path => /^[^:]*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0]).filter(Boolean))].sort();

const licenceFile = folder => readdirSync(folder).find(name => /^(licen[cs]e|copying)(\.|-|$)/i.test(name));

const licenceOf = path => {
  const folder = join(ROOT, path);
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = licenceFile(folder);
  const text = file === undefined ? 'The package contains no licence text.' : readFileSync(join(folder, file), 'utf8');
  return `${name} ${version} (${license ?? 'see below'})\n\n${text.trim()}\n`;
};

const licences = inputs =>
  packageFolders(inputs)
    .map(licenceOf)
    .join(`\n${'-'.repeat(80)}\n\n`);

const withShebang = text => (text.startsWith('#!') ? text : SHEBANG + text);

const outputFiles = (result, page) => [
  ...result.outputFiles.map(({ path, text }) => ({
    path,
    text: path === join(DIST, 'cli.js') ? withShebang(text) : text,
  })),
  ...page.files,
  { path: join(DIST, 'licenses.txt'), text: licences([...Object.keys(result.metafile.inputs), ...page.inputs]) },
];

/** Chunks come first, so that a program that starts meanwhile finds all that its entry names. */
const byDepth = (a, b) => b.path.split('/').length - a.path.split('/').length;

const writeAll = files => {
  for (const { path, text } of [...files].sort(byDepth)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    if (basename(path) === 'cli.js') chmodSync(path, 0o755);
  }
};

const removeOthers = files => {
  const fresh = new Set(files.map(({ path }) => resolve(path)));
  for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isDirectory() && !fresh.has(path)) rmSync(path);
  }
};

const entryPoints = presentEntries();
if (Object.keys(entryPoints).length === 0) throw new Error(`none of ${Object.values(ENTRIES).join(', ')} exists`);
const [result, page] = await Promise.all([bundle(entryPoints), bundlePage(ROOT, DIST)]).catch(error => {
  // esbuild has printed its own account; anything else is a fault of this script.
  if (error.errors === undefined) throw error;
  process.exit(1);
});
const files = outputFiles(result, page);
writeAll(files);
removeOthers(files);
if (process.argv.includes('--sizes')) {
  for (const { path, text } of files)
    console.log(`${(text.length / 1024).toFixed(1).padStart(8)} kB  ${path.slice(ROOT.length)}`);
}
