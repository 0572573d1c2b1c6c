import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { emptyFolder, runCli } from './run-cli.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The block of the README that has this text in it, without what was typed to get it. */
function block(text: string): string {
  const blocks = [...README.matchAll(/```\w*\n([\s\S]*?)```/g)].map(([, inside = '']) => inside);
  const found = blocks.find(each => each.includes(text));
  if (found === undefined) throw new Error(`the README has no block with ${text}`);
  return found.replace(/^\$ .*\n/, '').trimEnd();
}

/** What a text links to beside itself. */
function linksOf(text: string): readonly string[] {
  return [...text.matchAll(/\]\((?!https:)([^)#]+)\)/g)].map(([, path = '']) => path);
}

const FIXTURE = `${block('$schema=')}\n`;

describe('what the README shows', () => {
  let cwd: string;

  beforeEach(async () => {
    cwd = await emptyFolder();
    await writeFixture(FIXTURE);
  });

  const writeFixture = (text: string) => writeFile(join(cwd, 'bracket.yaml'), text);
  const run = (command: string, ...flags: string[]) => runCli([command, 'bracket.yaml', ...flags], { cwd });

  it('of its small fixture is what applying it prints, and the second time nothing is sent', async () => {
    expect((await run('apply', '--yes')).stdout).toContain(block('$ seedbed apply bracket.yaml'));
    expect((await run('apply', '--yes')).stdout).toMatch(/^No changes: /);
  });

  it('of a changed quantity is what the plan prints', async () => {
    await run('apply', '--yes');
    await writeFixture(FIXTURE.replace('quantity: 4', 'quantity: 6'));
    const { stdout } = await run('plan');
    expect(stdout).toContain(block('quantity: 4 → 6'));
    // The new version, the item in it, and two moves: a version whose own fields stay as they are needs no update.
    expect(stdout).toContain('Applying takes 4 requests');
  });

  it('of a mistake is what is printed of it', async () => {
    await writeFixture(FIXTURE.replace('part: screw, quantity: 4', 'part: scew, quantity: 4'));
    const { code, stdout } = await run('validate');
    expect(code).toBe(3);
    expect(stdout).toContain(block('error[unknown-reference]'));
  });

  it('of files for users is in the package that they install', () => {
    const forUsers = linksOf(README.slice(0, README.indexOf('## To add a kind')));
    const ofSandbox = linksOf(readFileSync(new URL('../../src/sandbox/README.md', import.meta.url), 'utf8'));
    const links = [...forUsers, ...ofSandbox.map(link => `src/sandbox/${link}`)];
    expect(links).toEqual(['docs/run.svg', 'src/sandbox/README.md', 'src/sandbox/behaviour/README.md']);
    expect(manifest.files).toEqual(expect.arrayContaining(links));
  });

  it('of the configuration leads to each of its targets', async () => {
    await writeFile(join(cwd, 'seedbed.config.yaml'), block('targets:'));
    for (const target of ['local', 'line-1'])
      expect(await run('plan', '--target', target)).toMatchObject({ code: 0, stderr: '' });
    const { code, stderr } = await run('plan');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: seedbed\.config\.yaml:\d+:\d+: the environment variable ION_CLIENT_ID is not set/);
  });
});
