// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the configuration itself is written with such placeholders
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Config, ConfigError, type ConfigFlags, loadConfig } from '../../src/config.ts';

type Env = Readonly<Record<string, string>>;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'seedbed-config-'));
});
afterEach(() => rm(root, { recursive: true }));

async function load(yaml: string | undefined, env: Env = {}, flags: ConfigFlags = {}): Promise<Config> {
  if (yaml !== undefined) await writeFile(join(root, 'seedbed.config.yaml'), yaml);
  return loadConfig({ cwd: root, env, flags });
}

async function problemOf(yaml: string | undefined, env: Env = {}, flags: ConfigFlags = {}): Promise<string> {
  const error = await load(yaml, env, flags).catch((reason: unknown) => reason);
  if (error instanceof ConfigError) return error.message;
  throw error instanceof Error ? error : new Error('the configuration was expected to be refused');
}

const TOKEN_PATH = '/realms/api-keys/protocol/openid-connect/token';
const URL_AND_TOKEN = 'url: https://staging-api.buildwithion.com, token: tok-secret';

describe('without a file', () => {
  test('it is the embedded sandbox, with the defaults', async () => {
    expect(await load(undefined)).toEqual({
      root,
      fixtures: ['fixtures'],
      target: { name: 'sandbox', kind: 'sandbox', dir: join(root, '.seedbed') },
      concurrency: 16,
      timeoutMs: 60_000,
    });
  });

  test('ION_BASE_URL and ION_TOKEN are a target', async () => {
    const config = await load(undefined, { ION_BASE_URL: 'https://ion.example/', ION_TOKEN: 'tok' });
    expect(config.target).toEqual({
      name: 'environment',
      kind: 'remote',
      url: 'https://ion.example/graphql',
      auth: { kind: 'token', token: 'tok' },
    });
  });

  test.each([
    ['auth.example', `https://auth.example${TOKEN_PATH}`],
    ['auth.example/auth', `https://auth.example/auth${TOKEN_PATH}`],
    ['https://auth.example/', `https://auth.example${TOKEN_PATH}`],
    [`https://auth.example${TOKEN_PATH}`, `https://auth.example${TOKEN_PATH}`],
    ['localhost:4000', `http://localhost:4000${TOKEN_PATH}`],
    ['127.0.0.1:4000', `http://127.0.0.1:4000${TOKEN_PATH}`],
  ])('the auth server %s gives its token address', async (server, tokenUrl) => {
    const env = {
      ION_BASE_URL: 'https://ion.example',
      ION_CLIENT_ID: 'i',
      ION_CLIENT_SECRET: 's',
      ION_AUTH_SERVER: server,
    };
    expect((await load(undefined, env)).target).toMatchObject({
      auth: { kind: 'client', clientId: 'i', clientSecret: 's', tokenUrl },
    });
  });

  test('variables that are set to nothing count as not set', async () => {
    expect((await load(undefined, { ION_BASE_URL: '', ION_TOKEN: ' ' })).target.kind).toBe('sandbox');
  });

  test.each<[string, Env, string]>([
    [
      'no credentials',
      { ION_BASE_URL: 'https://x.example' },
      'environment: ION_BASE_URL needs ION_TOKEN, or ION_CLIENT_ID, ION_CLIENT_SECRET, ION_AUTH_SERVER',
    ],
    ['no address', { ION_TOKEN: 'tok-secret' }, 'environment: ION_TOKEN set without ION_BASE_URL'],
    [
      'half the credentials',
      { ION_BASE_URL: 'https://x.example', ION_CLIENT_ID: 'i' },
      'environment: ION_CLIENT_SECRET, ION_AUTH_SERVER not set',
    ],
    [
      'an address that is none',
      { ION_BASE_URL: 'x.example', ION_TOKEN: 'tok-secret' },
      'environment variable ION_BASE_URL: this is not an address such as https://staging-api.buildwithion.com',
    ],
    [
      'an auth server that is none',
      {
        ION_BASE_URL: 'https://x.example',
        ION_CLIENT_ID: 'i',
        ION_CLIENT_SECRET: 's',
        ION_AUTH_SERVER: 'https://u:pw@x',
      },
      'environment variable ION_AUTH_SERVER: the address must not hold a user name or a password',
    ],
  ])('%s is said', async (_, env, problem) => {
    expect(await problemOf(undefined, env)).toBe(problem);
  });

  test('--target sandbox is the embedded one whatever the environment says', async () => {
    const env = { ION_BASE_URL: 'https://ion.example', ION_TOKEN: 'tok' };
    expect((await load(undefined, env, { target: 'sandbox' })).target.kind).toBe('sandbox');
  });

  test('--target environment needs the variables', async () => {
    expect(await problemOf(undefined, {}, { target: 'environment' })).toContain('ION_BASE_URL is not set');
  });
});

describe('the file', () => {
  test('can name a tenant of an embedded sandbox', async () => {
    const config = await load('targets: { line: { sandbox: data, tenant: line-1 } }');
    expect(config.target).toMatchObject({ name: 'line', kind: 'sandbox', tenant: 'line-1' });
  });

  test('is found upwards, and its folder is the root', async () => {
    const inner = join(root, 'a', 'b');
    await mkdir(inner, { recursive: true });
    await writeFile(
      join(root, 'seedbed.config.yaml'),
      'fixtures: [base, "more/*.yaml"]\ntargets: { local: { sandbox: data } }',
    );
    const config = await loadConfig({ cwd: inner, env: {}, flags: {} });
    expect(config).toMatchObject({
      root,
      fixtures: ['base', 'more/*.yaml'],
      target: { name: 'local', kind: 'sandbox', dir: join(root, 'data') },
    });
  });

  test('that is empty changes nothing', async () => {
    expect(await load('# nothing yet\n')).toEqual(await loadConfig({ cwd: root, env: {}, flags: {} }));
    expect((await load('')).target.kind).toBe('sandbox');
  });

  test('takes one fixture path without a list', async () => {
    expect((await load('fixtures: base')).fixtures).toEqual(['base']);
  });

  test('wins over the environment', async () => {
    const env = { ION_BASE_URL: 'https://ion.example', ION_TOKEN: 'tok' };
    expect((await load('targets: { local: { sandbox: data } }', env)).target.name).toBe('local');
  });

  test('is frozen through and through', async () => {
    const config = await load(`targets: { a: { ${URL_AND_TOKEN} } }`);
    expect(Object.isFrozen(config) && Object.isFrozen(config.target) && Object.isFrozen(config.fixtures)).toBe(true);
    expect(config.target.kind === 'remote' && Object.isFrozen(config.target.auth)).toBe(true);
  });

  test('chooses by flag, then by its own "target"', async () => {
    const yaml = 'target: b\ntargets:\n  a: { sandbox: one }\n  b: { sandbox: two }';
    expect((await load(yaml)).target.name).toBe('b');
    expect((await load(yaml, {}, { target: 'a' })).target.name).toBe('a');
  });

  test('sets pace by flag, then by target, then for all', async () => {
    const yaml =
      'concurrency: 5\ntimeout: 90\ntargets: { a: { sandbox: x, concurrency: 7, timeout: 500ms }, b: { sandbox: y } }';
    expect(await load(yaml, {}, { target: 'b' })).toMatchObject({ concurrency: 5, timeoutMs: 90_000 });
    expect(await load(yaml, {}, { target: 'a' })).toMatchObject({ concurrency: 7, timeoutMs: 500 });
    const flags = { target: 'a', concurrency: '9', timeout: '2m' };
    expect(await load(yaml, {}, flags)).toMatchObject({ concurrency: 9, timeoutMs: 120_000 });
  });
});

describe('a target', () => {
  test.each([
    ['https://ion.example', 'https://ion.example/graphql'],
    ['https://ion.example/', 'https://ion.example/graphql'],
    ['https://ion.example/graphql', 'https://ion.example/graphql'],
    ['https://ion.example/graphql/', 'https://ion.example/graphql'],
    ['https://ion.example:8443/proxy', 'https://ion.example:8443/proxy/graphql'],
    ['HTTPS://ION.example', 'https://ion.example/graphql'],
    ['http://[::1]:4000', 'http://[::1]:4000/graphql'],
  ])('at %s has its endpoint at %s', async (written, url) => {
    const config = await load(`targets: { a: { url: "${written}", token: tok } }`);
    expect(config.target).toMatchObject({ kind: 'remote', url });
  });

  test('may claim to be a sandbox of a domain', async () => {
    const config = await load(
      'targets: { a: { url: https://ion.example, token: tok, sandbox: true, domain: acme.com } }',
    );
    expect(config.target).toMatchObject({ sandbox: true, domain: 'acme.com' });
  });

  test('that says "sandbox: false" claims nothing', async () => {
    const config = await load('targets: { a: { url: https://ion.example, token: tok, sandbox: false } }');
    expect(config.target).not.toHaveProperty('sandbox');
  });

  test('takes credentials of digits only as they are written', async () => {
    const config = await load(
      `targets: { a: { url: https://ion.example, tokenUrl: https://auth.example, clientId: 007, clientSecret: 1e3 } }`,
    );
    expect(config.target).toMatchObject({
      auth: { clientId: '007', clientSecret: '1e3', tokenUrl: `https://auth.example${TOKEN_PATH}` },
    });
  });

  test.each([
    ['https://staging-api.buildwithion.com', `https://staging-auth.buildwithion.com${TOKEN_PATH}`],
    ['https://api-acme.buildwithion.com', `https://auth-acme.buildwithion.com${TOKEN_PATH}`],
    ['https://staging-api.ion-gov.com', `https://staging-auth.ion-gov.com${TOKEN_PATH}`],
    ['http://127.0.0.1:4000', `http://127.0.0.1:4000${TOKEN_PATH}`],
    ['http://localhost:4000/graphql', `http://localhost:4000${TOKEN_PATH}`],
  ])('at %s needs no "tokenUrl"', async (url, tokenUrl) => {
    const config = await load(`targets: { a: { url: "${url}", clientId: i, clientSecret: s } }`);
    expect(config.target).toMatchObject({ auth: { tokenUrl } });
  });
});

describe('environment variables in values', () => {
  test('are put in, also within text, and `$${` stays', async () => {
    const yaml =
      'fixtures: ["${DIR}/x", "a$${b}"]\ntargets: { a: { url: "https://${HOST}", token: "${TOK}" } }\nconcurrency: ${N}';
    const config = await load(yaml, { DIR: 'd', HOST: 'ion.example', TOK: 'a: [$ {', N: '3' });
    expect(config).toMatchObject({
      fixtures: ['d/x', 'a${b}'],
      concurrency: 3,
      target: { url: 'https://ion.example/graphql', auth: { token: 'a: [$ {' } },
    });
  });

  test('are put in without the line breaks around them', async () => {
    const yaml = 'targets: { a: { url: https://ion.example, token: "${TOK}" } }';
    expect((await load(yaml, { TOK: ' tok\n' })).target).toMatchObject({ auth: { token: 'tok' } });
    expect(await problemOf(yaml, { TOK: '\n' })).toContain('the environment variable TOK is not set');
  });

  test('are not put in twice', async () => {
    const config = await load('targets: { a: { url: https://ion.example, token: "${A}" } }', { A: '${B}', B: 'no' });
    expect(config.target).toMatchObject({ auth: { token: '${B}' } });
  });

  test('that are missing are named with their place', async () => {
    expect(await problemOf('targets:\n  a:\n    url: https://ion.example\n    token: ${NOPE}\n')).toBe(
      'seedbed.config.yaml:4:12: the environment variable NOPE is not set',
    );
  });

  test('that only another target needs may be missing', async () => {
    const yaml = 'target: a\ntargets: { a: { sandbox: x }, b: { url: "${NOPE}", token: "${NOPE}" } }';
    expect((await load(yaml)).target.name).toBe('a');
  });

  test.each(['${}', '${A-B}', '${A', '${A:-x}'])('%s is refused', async text => {
    expect(await problemOf(`fixtures: "x${text}"`)).toContain('seedbed.config.yaml:1:11: ${NAME} takes the name');
  });
});

describe('a problem is told with its place', () => {
  test.each<[string, string, string]>([
    ['an unknown key', 'fixtures: x\ntarget_s: {}\n', '2:1: unknown key "target_s"; did you mean "targets"?'],
    ['a list of no fixtures', 'fixtures: []', '1:11: no fixtures are named'],
    [
      'an alias of nothing',
      'targets: { a: { sandbox: *dir } }',
      '1:26: no anchor of that name stands before this alias',
    ],
    ['a second document', 'target: a\n---\ntarget: b', '2:1: settings are one document, and here begins a second'],
    ['an unknown key far from any', 'zzzzzz: 1', '1:1: unknown key "zzzzzz"'],
    [
      'all unknown keys at once',
      'fixture: x\nTargets: {}',
      '1:1: unknown key "fixture"; did you mean "fixtures"?\nseedbed.config.yaml:2:1: unknown key "Targets"; did you mean "targets"?',
    ],
    [
      'an unknown key of a target',
      'targets:\n  a:\n    url: https://x.example\n    tokn: t',
      '4:5: unknown key "tokn"; did you mean "token"?',
    ],
    ['a remote key of an embedded target', 'targets: { a: { sandbox: x, token: t } }', '1:29: unknown key "token"'],
    [
      'an unknown target',
      'target: lokal\ntargets: { local: { sandbox: x } }',
      '1:9: there is no target "lokal"; did you mean "local"?; there is local, sandbox',
    ],
    [
      'a choice left open',
      'targets: { a: { sandbox: x }, b: { sandbox: y } }',
      '1:10: which target? Add "target:" to the file or choose one with --target: a, b',
    ],
    [
      'a target without anything',
      'targets: { a: {} }',
      '1:15: the target "a" needs a "url", or "sandbox" with a directory',
    ],
    [
      'a target without credentials',
      'targets: { a: { url: https://x.example } }',
      '1:15: the target "a" needs a "token", or "clientId" and "clientSecret"',
    ],
    [
      'two ways to authorise',
      'targets: { a: { url: https://x.example, token: t, clientId: i } }',
      '1:48: give either "token" or "clientId" with "clientSecret", not both',
    ],
    [
      'half a client',
      'targets: { a: { url: https://x.example, clientId: i, tokenUrl: https://y.example } }',
      '1:15: "clientSecret" is missing',
    ],
    [
      'a token address that is not known',
      'targets: { a: { url: https://x.example, clientId: i, clientSecret: s } }',
      '1:15: "tokenUrl" is missing, and is not known for this url',
    ],
    [
      'a claim without an address',
      'targets: { a: { sandbox: true } }',
      '1:26: without a "url", "sandbox" is the directory of an embedded sandbox',
    ],
    ['a directory without a name', 'targets: { a: { sandbox: "" } }', '1:26: expected text, found an empty one'],
    [
      'a claim that is no claim',
      `targets: { a: { ${URL_AND_TOKEN}, sandbox: yes } }`,
      '1:88: expected true or false, found text',
    ],
    [
      'an address with credentials',
      'targets: { a: { url: "https://u:pw@x.example", token: t } }',
      '1:22: the address must not hold a user name or a password',
    ],
    [
      'an address with a query',
      'targets: { a: { url: "https://x.example/?a=1", token: t } }',
      '1:22: the address must end before any "?" or "#"',
    ],
    [
      'an address of another scheme',
      'targets: { a: { url: "ftp://x.example", token: t } }',
      '1:22: the address must begin with https:// or http://',
    ],
    ['an empty value', 'targets: { a: { url: https://x.example, token: } }', '1:48: expected text, found nothing'],
    ['a list for text', 'targets: { a: { url: [x], token: t } }', '1:22: expected text, found a list'],
    ['text for a mapping', 'targets: x', '1:10: expected a mapping, found text'],
    ['a broken concurrency', 'concurrency: 0', '1:14: concurrency is a whole number from 1 to 256'],
    [
      'a broken timeout',
      'timeout: 3 days',
      '1:10: timeout is a number of seconds, or a number with ms, s or m, of at most an hour',
    ],
    ['a list of settings', '- a', '1:1: expected a mapping of settings'],
    ['a duplicate key', 'fixtures: a\nfixtures: b', '2:1: Map keys must be unique'],
  ])('%s', async (_, yaml, problem) => {
    expect(await problemOf(yaml)).toBe(`seedbed.config.yaml:${problem}`);
  });

  test('broken YAML', async () => {
    expect(await problemOf('targets: {a: [}')).toMatch(/^seedbed\.config\.yaml:1:15: /);
  });

  test('in a folder above, relative to where the command runs', async () => {
    const inner = join(root, 'a');
    await mkdir(inner);
    await writeFile(join(root, 'seedbed.config.yaml'), 'x: 1');
    await expect(loadConfig({ cwd: inner, env: {}, flags: {} })).rejects.toThrow(
      `${join('..', 'seedbed.config.yaml')}:1:1: `,
    );
  });

  test.each([
    [{ concurrency: 'many' }, 'command line: concurrency is a whole number from 1 to 256'],
    [{ timeout: -1 }, 'command line: timeout is a number of seconds'],
    [{ target: 'sandbx' }, '--target: there is no target "sandbx"; did you mean "sandbox"?'],
  ])('on the command line: %j', async (flags, problem) => {
    expect(await problemOf(undefined, {}, flags)).toContain(problem);
  });

  test('a file of another size than settings have is not read', async () => {
    expect(await problemOf(`# ${'x'.repeat(1_000_001)}`)).toBe('seedbed.config.yaml: too large for a file of settings');
  });

  test('never with a secret', async () => {
    const broken = [
      'targets: { a: { url: "tok-secret", token: tok-secret } }',
      'targets: { a: { url: https://x.example, token: tok-secret, clientSecret: tok-secret } }',
      'targets: { a: { url: https://x.example, clientSecret: tok-secret, clientId: i } }',
      'targets: { a: { url: "${SECRET}", token: x } }',
    ];
    for (const yaml of broken) expect(await problemOf(yaml, { SECRET: 'tok-secret' })).not.toContain('tok-secret');
  });
});
