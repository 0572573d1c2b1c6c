// The built files of the page, read from the package when a browser first asks for them.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the build puts beside the program, by the path under which the sandbox serves it. */
export const PAGE_FILES: ReadonlyMap<string, string> = new Map([
  ['/', 'index.html'],
  ['/page/page.js', 'page.js'],
  ['/page/page.css', 'page.css'],
  ['/page/icon.svg', 'icon.svg'],
  ['/graphiql', 'graphiql.html'],
  ['/page/graphiql.js', 'graphiql.js'],
  ['/page/graphiql.css', 'graphiql.css'],
]);

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Where this module ends up: dist/sandbox.js, a chunk below dist, or the sources. */
const PLACES = ['./page/', '../page/', '../../../dist/page/'];

const folder = (): string | undefined =>
  PLACES.map(place => fileURLToPath(new URL(place, import.meta.url))).find(path => existsSync(`${path}page.js`));

/** A file with its media type, or undefined when the page was not built. */
export const readPageFile = async (name: string): Promise<{ type: string; content: Buffer } | undefined> => {
  const path = folder();
  if (path === undefined) return undefined;
  return { type: CONTENT_TYPES[extname(name)] ?? 'application/octet-stream', content: await readFile(path + name) };
};
