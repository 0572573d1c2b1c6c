/** The page of a tenant that holds nothing yet, and of a sandbox that goes away and comes back. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.ts';
import { accessibilityProblems, eventually, launch, mayBeLeftOut, watch } from './browser.ts';
import { askTenant, write } from './rover-tenant.ts';

describe.skipIf(mayBeLeftOut)('the page of an empty tenant', { timeout: 60_000 }, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  });

  afterAll(() => browser.close());

  it('says how to seed it, and shows what was seeded as soon as it is there', async () => {
    const sandbox = await startSandbox();
    const { page, complaints } = await watch(browser, new URL(sandbox.url).origin);
    await page.goto(new URL(sandbox.url).origin);
    await page.getByText('seedbed apply fixtures/rover').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await write(sandbox, 'mutation { createPart(input: { partNumber: "first" }) { part { id } } }');
    await page.getByRole('link', { name: '1 Parts' }).waitFor();
    await sandbox.reset();
    await page.getByText('seedbed apply fixtures/rover').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
    await sandbox.close();
  });

  it('says that the sandbox does not answer, and goes on when it is back', async () => {
    const first = await startSandbox();
    const { page } = await watch(browser, new URL(first.url).origin);
    await page.goto(`${new URL(first.url).origin}/#/requests`);
    await askTenant(first, 'query Before { parts { edges { node { id } } } }');
    await page.getByRole('row', { name: 'Before' }).first().waitFor();
    await first.close();
    await page.getByText('The sandbox does not answer.').waitFor();
    const second = await startSandbox({ port: first.port });
    await page.getByText('The sandbox does not answer.').waitFor({ state: 'hidden' });
    await askTenant(second, 'query After { parts { edges { node { id } } } }');
    await page.getByRole('row', { name: 'After' }).first().waitFor();
    expect(await page.getByRole('row', { name: 'Before' }).count()).toBe(0);
    await page.context().close();
    await second.close();
  });

  it('shows a tenant below its prefix, under its name', async () => {
    const sandbox = await startSandbox({ tenants: ['line-2'] });
    const { page, complaints, elsewhere } = await watch(browser, new URL(sandbox.url).origin);
    await page.goto(`${new URL(sandbox.url).origin}/t/line-2/`);
    await page.getByRole('link', { name: 'Seedbed line-2' }).waitFor();
    await page.getByText('seedbed apply fixtures/rover --target line-2').waitFor();
    await write(
      await sandbox.tenant('line-2'),
      'mutation { createPart(input: { partNumber: "theirs" }) { part { id } } }',
    );
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Parts' }).click();
    await page.getByRole('link', { name: 'theirs' }).waitFor();
    await page.getByRole('link', { name: 'GraphiQL' }).click();
    await page.getByRole('button', { name: /execute/i }).click();
    await eventually(() => page.locator('.result-window').innerText()).toContain('theirs');
    expect([complaints, elsewhere]).toEqual([[], []]);
    await page.context().close();
    await sandbox.close();
  });
});
