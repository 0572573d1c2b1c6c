import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { writeParts } from './fixture-files.ts';
import { afterwards, emptyFolder, runCli, targeting } from './run-cli.ts';

describe('a target', () => {
  let cwd: string;
  let sandbox: Sandbox;

  beforeEach(async () => {
    cwd = await emptyFolder();
    await writeParts(cwd, 'Steel');
    sandbox = await startSandbox();
    afterwards(sandbox.close);
  });

  const configure = (entry: string) =>
    writeFile(join(cwd, 'seedbed.config.yaml'), `targets:\n  remote: { ${entry} }\n`);

  it('that refuses our token ends the command with 5 and the documented causes', async () => {
    const env = { ION_BASE_URL: sandbox.url, ION_TOKEN: 'not-a-token-of-this-sandbox' };
    const { code, stdout, stderr } = await runCli(['plan', 'parts.yaml'], { cwd, env });
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain('Possible causes: ');
    expect(stderr).toContain('another environment');
    expect(stderr).not.toContain('not-a-token-of-this-sandbox');
  });

  it('that refuses our key ends the command with 5, as JSON where that is asked for', async () => {
    const env = { ...targeting(sandbox), ION_CLIENT_SECRET: 'wrong-secret' };
    const { code, stdout } = await runCli(['plan', 'parts.yaml', '--format', 'json'], { cwd, env });
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'unauthorized' } });
    expect(stdout).not.toContain('wrong-secret');
  });

  it('that nobody serves ends the command with 5', async () => {
    // Not the port of a sandbox that was closed: another test's may have it by now.
    const env = { ION_BASE_URL: 'http://127.0.0.1:1', ION_TOKEN: 'x' };
    const { code, stderr } = await runCli(['verify', 'parts.yaml'], { cwd, env });
    expect(code).toBe(5);
    expect(stderr).toContain('error: nothing answers at http://127.0.0.1:1');
  });

  it('whose address leads to another path ends the command with 5', async () => {
    const env = { ...targeting(sandbox), ION_BASE_URL: new URL('/grahpql', sandbox.url).href };
    const { code, stderr } = await runCli(['plan', 'parts.yaml'], { cwd, env });
    expect(code).toBe(5);
    expect(stderr).toContain('no GraphQL endpoint at /grahpql/graphql');
  });

  it.each(['apply', 'destroy'])('in production is never written to by %s', async command => {
    await configure('url: https://api.buildwithion.com, token: x, sandbox: true, domain: example.com');
    const { code, stdout, stderr } = await runCli([command, 'parts.yaml', '--yes'], { cwd });
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
    expect(stderr).toContain('is a production environment of ION');
  });

  it('that nothing shows to be a sandbox is not written to', async () => {
    await configure('url: https://ion.example.com, token: x');
    const { code, stdout } = await runCli(['apply', 'parts.yaml', '--yes', '--format', 'json'], { cwd });
    expect(code).toBe(6);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'refused', help: expect.stringContaining('sandbox: true') },
    });
  });

  it('that belongs to another organisation is not written to', async () => {
    const { url, tokenUrl, clientId, clientSecret } = sandbox;
    await configure(
      `url: "${url}", clientId: ${clientId}, clientSecret: ${clientSecret}, tokenUrl: "${tokenUrl}", domain: other.example.com`,
    );
    const { code, stderr } = await runCli(['apply', 'parts.yaml', '--yes'], { cwd });
    expect(code).toBe(6);
    expect(stderr).toContain('the configuration says other.example.com');
    expect(sandbox.requests().mutations).toBe(0);
  });
});
