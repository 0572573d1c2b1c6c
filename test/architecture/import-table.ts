/** Which part of `src` may import which other, who owns which package, and who may touch the world outside the program. */

/** A part is a folder of `src`, or a file of `src` without its ending. */
export type Part = string;

export interface ImportTable {
  /** What each part may import besides itself. A part that is not listed must not exist. */
  readonly parts: Readonly<Record<Part, readonly Part[]>>;
  /** What each part may import for its types only. */
  readonly typesOnly: Readonly<Record<Part, readonly Part[]>>;
  /** Which parts may import files from outside of `src`, by how their path from there begins. */
  readonly outside: Readonly<Record<string, readonly Part[]>>;
  /** Which parts may import an npm package. A package that is not listed must not be imported. */
  readonly packages: Readonly<Record<string, readonly Part[]>>;
  /** Which of Node's own modules each part may import, without `node:`. A part that is not listed may import none. */
  readonly builtins: Readonly<Record<Part, readonly string[]>>;
}

const STAGES = ['source', 'diagnostics', 'state', 'kinds', 'fixture', 'remote', 'plan', 'apply', 'capture'];

export const IMPORT_TABLE: ImportTable = {
  parts: {
    source: [],
    diagnostics: ['source'],
    state: ['source', 'diagnostics'],
    kinds: ['state'],
    fixture: ['source', 'diagnostics', 'kinds', 'state'],
    remote: ['diagnostics', 'kinds', 'state'],
    plan: ['diagnostics', 'kinds', 'state'],
    apply: ['source', 'kinds', 'state', 'plan', 'remote'],
    capture: ['source', 'kinds', 'state'],
    report: ['diagnostics'],
    sandbox: [],
    config: ['source', 'diagnostics'],
    pipeline: STAGES,
    commands: ['diagnostics', 'kinds', 'state', 'remote', 'plan', 'apply', 'pipeline', 'config', 'report', 'sandbox'],
    cli: ['commands'],
    index: [...STAGES, 'pipeline', 'config', 'report', 'sandbox'],
  },
  typesOnly: {
    kinds: ['source'],
    report: STAGES,
  },
  outside: {
    '../package.json': ['cli', 'commands', 'index'],
  },
  packages: {
    '@peculiar/x509': ['sandbox'],
    '@photostructure/sqlite': ['sandbox'],
    ajv: ['fixture'],
    commander: ['cli', 'commands'],
    dataloader: ['sandbox'],
    graphql: ['sandbox'],
    'graphql-request': ['remote'],
    jose: ['sandbox'],
    leven: ['diagnostics'],
    'log-update': ['report'],
    marked: ['fixture', 'kinds'],
    'p-limit': ['remote'],
    picocolors: ['diagnostics', 'report'],
    'reflect-metadata': ['sandbox'],
    tinyglobby: ['source'],
    toposort: ['state'],
    yaml: ['fixture', 'capture', 'config'],
  },
  builtins: {
    source: ['buffer', 'crypto', 'fs', 'fs/promises', 'path', 'stream/promises'],
    fixture: ['module'],
    remote: ['buffer', 'crypto', 'events', 'http', 'https', 'net', 'timers/promises'],
    config: ['fs', 'fs/promises', 'path'],
    commands: ['fs', 'fs/promises', 'path', 'readline/promises', 'url'],
    sandbox: ['crypto', 'fs', 'fs/promises', 'http', 'module', 'net', 'os', 'path', 'timers/promises', 'tls', 'url'],
  },
};

/** What a program can learn from outside without importing anything. */
export type Ambient = 'process' | 'clock' | 'randomness';

/** The files of `src` at the rim, and what each may touch. A path that ends in `/` stands for all files below it. */
export const RIM: Readonly<Record<string, readonly Ambient[]>> = {
  'cli.ts': ['process'],
  'remote/timing.ts': ['clock', 'randomness'],
  'sandbox/determinism/': ['randomness'],
  'sandbox/server/graphql-endpoint.ts': ['clock'],
  'sandbox/snapshots/copy-database.ts': ['process'],
  'sandbox/settings.ts': ['clock'],
  'sandbox/start-sandbox.ts': ['process', 'clock', 'randomness'],
  'sandbox/store/sqlite.ts': ['process'],
  'sandbox/tenant.ts': ['clock'],
  'sandbox/tls/certificate.ts': ['randomness'],
};
