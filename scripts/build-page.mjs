// Bundles the sandbox's page and GraphiQL for browsers; nothing in them comes from anywhere but this package.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Served as they are. */
const AS_THEY_ARE = ['index.html', 'graphiql.html', 'icon.svg'];

const staticFiles = (root, dist) =>
  AS_THEY_ARE.map(name => ({ path: join(dist, 'page', name), text: readFileSync(join(root, 'web', name), 'utf8') }));

/** The files of dist/page as `{path, text}`, and the paths of what went into them. Rejects as esbuild does. */
export const bundlePage = async (root, dist) => {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { page: 'web/page.tsx', graphiql: 'web/graphiql.ts' },
    outdir: join(dist, 'page'),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome123', 'firefox121', 'safari17.5'],
    tsconfig: join(root, 'web/tsconfig.json'),
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
    logOverride: { 'css-syntax-error': 'silent' },
  });
  return { files: [...outputFiles, ...staticFiles(root, dist)], inputs: Object.keys(metafile.inputs) };
};
