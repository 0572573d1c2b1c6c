/** The views of kits, purchase orders and issues in a real browser. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ion } from '../conformance/ion.ts';
import { accessibilityProblems, eventually, launch, mayBeLeftOut, tabTo, type Watched, watch } from './browser.ts';
import { startSupplyTenant } from './supply-tenant.ts';

const VIEWS = [
  ['kits', 'Kits'],
  ['kits/1', 'Kit 1'],
  ['kits/99', 'Kit 99'],
  ['purchase-orders', 'Purchase orders'],
  ['purchase-orders/1', 'Purchase order 1'],
  ['issues', 'Issues'],
  ['issues/1', 'Issue Bearing is loose'],
] as const;

describe.skipIf(mayBeLeftOut)('the page of a tenant with kits, purchase orders and issues', { timeout: 60_000 }, () => {
  let browser: Browser;
  let ion: Ion;
  let watched: Watched;

  beforeAll(async () => {
    [browser, ion] = await Promise.all([launch(), startSupplyTenant()]);
    watched = await watch(browser, new URL(ion.sandbox.url).origin);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await ion.close();
  });

  beforeEach(async () => {
    await watched.begin();
  });

  afterEach(() => {
    const { complaints, elsewhere } = watched;
    expect(complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
  });

  const open = async (path: string, title: string): Promise<void> => {
    await watched.load(path);
    await watched.page.getByRole('heading', { level: 1, name: title }).waitFor();
    await watched.page.locator('main[aria-busy="false"]').waitFor();
  };

  /** The texts of the cells of a table, without its heads. */
  const cells = async (table: string): Promise<readonly (readonly string[])[]> => {
    const rows = await watched.page.getByRole('table', { name: table }).locator('tbody tr').all();
    return Promise.all(rows.map(async row => (await row.locator('th, td').allInnerTexts()).map(text => text.trim())));
  };

  /** What stands beside a name among the facts of a view. */
  const fact = (name: string): Promise<string> =>
    watched.page.locator('.facts div', { hasText: name }).first().locator('dd').innerText();

  it('leads by keyboard alone from the menu to a kit, its run and the issue that was found there', async () => {
    const { page } = watched;
    await open('', 'Overview');
    await tabTo(page, 'link', 'Kits');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Kits' }).waitFor();
    await tabTo(page, 'link', 'Kit 1');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Kit 1' }).waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('title');
    await tabTo(page, 'link', 'Build ARM-01');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Build ARM-01' }).waitFor();
    await tabTo(page, 'link', 'Bearing is loose');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Bearing is loose' }).waitFor();
  });

  it('shows of a kit what it asks for and what was issued to it', async () => {
    await open('kits', 'Kits');
    expect(await cells('Kits')).toEqual([['Kit 1', 'Build ARM-01', 'Cell 1', 'Draft', '2', '33%']]);
    await open('kits/1', 'Kit 1');
    expect([await fact('Location'), await fact('Deliver to')]).toEqual(['Shelf 4', 'Cell 1']);
    expect(await cells('Items')).toEqual([
      ['SCREW-M3', 'Screw', '8', '3', 'LOT-7'],
      ['BEARING-8', expect.stringContaining('–'), '1', '0', expect.stringContaining('–')],
    ]);
  });

  it('shows of an order its lines, its fees, and what was received', async () => {
    await open('purchase-orders', 'Purchase orders');
    expect(await cells('Purchase orders')).toEqual([
      ['Order 1', 'Fasteners for the arms', 'Bolts & Sons', 'Ordered', '2', '52'],
    ]);
    await open('purchase-orders/1', 'Purchase order 1');
    const lines = await cells('Lines');
    expect(lines.map(line => line.slice(1, 7))).toEqual([
      ['SCREW-M3', expect.anything(), 'Ordered', '50', '20', '0.2'],
      ['BEARING-8', expect.anything(), 'Ordered', '2', '0', '15'],
    ]);
    expect(await cells('Fees')).toEqual([['Freight', 'Currency', '12']]);
    expect(await cells('Received')).toEqual([
      [expect.stringContaining('2026'), 'Sandbox service account', expect.anything(), 'SCREW-M3', 'LOT-8', '20'],
    ]);
    await watched.page.getByText('Deliver in the morning.').waitFor();
  });

  it('shows of an issue what it is about, and leads to its unit and its order', async () => {
    const { page } = watched;
    await open('issues/1', 'Bearing is loose');
    expect(await fact('Found at')).toBe('Press bearing in Build ARM-01');
    expect(await cells('Inventory')).toEqual([['ARM-01', 'ARM', expect.stringMatching(/\w/)]]);
    await page.getByText('It can be turned by hand.').waitFor();
    await page.getByText('Press in another one.').waitFor();
    await page.getByRole('link', { name: 'Order 1' }).click();
    await page.getByRole('heading', { level: 1, name: 'Purchase order 1' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'ARM-01', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'ARM-01' }).waitFor();
    await page.getByRole('link', { name: 'Bearing is loose' }).waitFor();
  });

  it('finds each by a part number and by status', async () => {
    const { page } = watched;
    for (const [path, title] of [
      ['kits', 'Kits'],
      ['purchase-orders', 'Purchase orders'],
    ] as const) {
      await open(`${path}?q=bearing-8`, title);
      await eventually(() => page.getByRole('row').count()).toBe(2);
      await open(`${path}?q=ARM-02`, title);
      await page.getByText(/^No .* match\.$/).waitFor();
    }
    await open('issues?q=arm-01', 'Issues');
    await eventually(() => page.getByRole('row').count()).toBe(2);
    await page.getByRole('combobox', { name: 'Status' }).selectOption('RESOLVED');
    await page.getByText('No issues match.').waitFor();
  });

  it('follows what clients write, without a reload', async () => {
    await open('issues?q=later', 'Issues');
    await watched.page.getByText('No issues match.').waitFor();
    const issue = await ion.create('Issue', { title: 'Found later' });
    await watched.page.getByRole('link', { name: 'Found later' }).click();
    await watched.page.getByRole('heading', { level: 1, name: 'Found later' }).waitFor();
    const type = await ion.create('IssueDispositionType', { title: 'Rework', active: true });
    await ion.update('Issue', issue.id, { status: 'IN_PROGRESS', issueDispositionTypeId: type.id });
    await eventually(() => fact('Status')).toBe('In progress');
  });

  /** Colours are all that a scheme changes. */
  it.each([
    ['light', undefined],
    ['dark', ['color-contrast']],
  ] as const)('has nothing that axe-core objects to in a %s scheme', async (colorScheme, rules) => {
    await watched.page.emulateMedia({ colorScheme });
    for (const [path, title] of VIEWS) {
      await open(path, title);
      expect(await accessibilityProblems(watched.page, rules), `at ${path}`).toEqual([]);
    }
  });

  it('needs no sideways scrolling in a window of 360 pixels', async () => {
    const { page } = watched;
    await page.setViewportSize({ width: 360, height: 740 });
    for (const [path, title] of VIEWS) {
      await open(path, title);
      expect(await page.evaluate('document.documentElement.scrollWidth'), `at ${path}`).toBeLessThanOrEqual(360);
    }
  });
});
