import { describe, expect, it, onTestFinished } from 'vitest';
import type { Context } from '../../src/commands/command.ts';
import { openSandbox } from '../../src/commands/open-sandbox.ts';
import { withTarget } from '../../src/commands/open-target.ts';
import type { Config, SandboxTarget } from '../../src/config.ts';
import { sandboxStatus, startSandbox, takeSandboxTurn } from '../../src/sandbox/index.ts';
import { emptyFolder } from './run-cli.ts';

/** A command's surroundings; `told` resolves with the first line that it logs. */
function surroundings(cwd: string): { readonly context: Context; readonly told: Promise<string>; stop: () => void } {
  const stop = new AbortController();
  const host = { cwd, interruption: () => stop.signal };
  let log: Context['log'] = () => undefined;
  const told = new Promise<string>(resolve => {
    log = resolve;
  });
  return { context: { host, log } as unknown as Context, told, stop: () => stop.abort() };
}

/** A directory with a sandbox that nobody serves. */
async function idle(): Promise<SandboxTarget> {
  const dir = await emptyFolder();
  await (await startSandbox({ data: dir })).close();
  return { name: 'local', kind: 'sandbox', dir };
}

describe('a sandbox that a command started for itself', () => {
  it('ends after the commands that change something through it', async () => {
    const target = await idle();
    const { context, told } = surroundings(target.dir);
    const { close } = await openSandbox(target, context, 'reads');
    const endTurn = takeSandboxTurn(target.dir);
    const closing = close();
    expect(await told).toBe('waiting: another command is changing the sandbox in .');
    expect(await sandboxStatus(target.dir)).toMatchObject({ state: 'running' });
    endTurn?.();
    await closing;
    expect(await sandboxStatus(target.dir)).toEqual({ state: 'stopped' });
  });

  it('ends at once when it is told to', async () => {
    const target = await idle();
    const { context, stop, told } = surroundings(target.dir);
    const { close } = await openSandbox(target, context, 'reads');
    const endTurn = takeSandboxTurn(target.dir);
    const closing = close();
    await told;
    stop();
    await closing;
    expect(await sandboxStatus(target.dir)).toEqual({ state: 'stopped' });
    endTurn?.();
  });

  it('serves a tenant for as long as it is changed, too', async () => {
    const target = await idle();
    const { context, told } = surroundings(target.dir);
    const { close } = await openSandbox({ ...target, tenant: 'line-1' }, context, 'writes');
    const endTurn = takeSandboxTurn(target.dir);
    const closing = close();
    expect(await told).toMatch(/^waiting/);
    endTurn?.();
    await closing;
  });
});

describe('a command that reads', () => {
  it('goes on when the one whose sandbox it read has ended', async () => {
    const target = await idle();
    const lender = await startSandbox({ data: target.dir });
    onTestFinished(() => lender.close());
    const { context } = surroundings(target.dir);
    let begun = 0;
    const config = { concurrency: 2, timeoutMs: 10_000, target } as Config;
    const answer = await withTarget(config, context, 'reads', async ({ connect }) => {
      begun += 1;
      await lender.close();
      return connect({ readOnly: true }).request('query Me { me { id } }');
    });
    expect([begun, answer]).toEqual([2, { me: { id: 1 } }]);
  });

  it('waits for a sandbox that is about to be served or about to end', async () => {
    const target = await idle();
    const { context } = surroundings(target.dir);
    const all = await Promise.all([1, 2, 3].map(() => openSandbox(target, context, 'reads')));
    expect(all.map(({ isBorrowed }) => isBorrowed).sort()).toEqual([false, true, true]);
    await Promise.all(all.map(({ close }) => close()));
  });
});
