/** The page in a real browser, on a tenant that holds the rover. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { accessibilityProblems, eventually, launch, mayBeLeftOut, tabTo, type Watched, watch } from './browser.ts';
import { askTenant, startRoverTenant, write } from './rover-tenant.ts';

describe.skipIf(mayBeLeftOut)('the page', { timeout: 60_000 }, () => {
  let browser: Browser;
  let sandbox: Sandbox;
  let origin: string;
  let watched: Watched;

  beforeAll(async () => {
    [browser, sandbox] = await Promise.all([launch(), startRoverTenant()]);
    origin = new URL(sandbox.url).origin;
    watched = await watch(browser, origin);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await sandbox.close();
  });

  beforeEach(async () => {
    await watched.begin();
  });

  afterEach(() => {
    sandbox.faults.clear();
    const { complaints, elsewhere } = watched;
    expect(complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
  });

  const idOf = async (query: string): Promise<number> => {
    const { data } = (await (await askTenant(sandbox, query)).json()) as {
      data: { rows: { edges: { node: { id: number } }[] } };
    };
    const [first] = data.rows.edges;
    if (first === undefined) throw new Error(`Nothing answers ${query}`);
    return first.node.id;
  };

  const partId = (number: string) =>
    idOf(`{ rows: parts(filters: { partNumber: { eq: "${number}" } }) { edges { node { id } } } }`);
  const unitId = (serial: string) =>
    idOf(`{ rows: partInventories(filters: { serialNumber: { eq: "${serial}" } }) { edges { node { id } } } }`);
  const runId = (title: string) =>
    idOf(`{ rows: runs(filters: { title: { eq: "${title}" } }) { edges { node { id } } } }`);

  const open = async (path: string, title: string): Promise<void> => {
    await watched.load(path);
    await watched.page.getByRole('heading', { level: 1, name: title }).waitFor();
  };

  const readings = (): number => watched.paths.filter(path => path === '/page/read').length;

  /** The row of a tree that is about this, without the rows below it. */
  const row = (text: string) => watched.page.locator('.branch', { hasText: text });

  it('leads by keyboard alone from the overview to a part, and down its BOM tree', async () => {
    const { page } = watched;
    await open('', 'Overview');
    await tabTo(page, 'link', 'Parts');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Parts' }).waitFor();
    await tabTo(page, 'searchbox', 'Filter parts');
    await page.keyboard.type('open source rover');
    await eventually(() => page.getByRole('row').count()).toBe(2);
    await tabTo(page, 'link', 'OSR-1000');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'OSR-1000' }).waitFor();

    await tabTo(page, 'button', 'OSR-1300');
    const toggle = page.getByRole('button', { name: 'OSR-1300', exact: true });
    expect(await row('Dual mode servo').count()).toBe(0);
    await page.keyboard.press('Enter');
    await row('Dual mode servo').waitFor();
    expect(await toggle.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowLeft');
    await eventually(() => row('Dual mode servo').count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    await row('Dual mode servo').waitFor();
  });

  it('puts the focus on the heading of a view that a link led to', async () => {
    const { page } = watched;
    await open('', 'Overview');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Runs' }).click();
    await eventually(() => page.evaluate('document.activeElement.textContent')).toBe('Runs');
    expect(await page.title()).toBe('Runs · Seedbed sandbox');
  });

  it('shows the BOM tree with quantities, reference designators and substitutes, one request a level', async () => {
    const { page } = watched;
    await open(`parts/${await partId('OSR-1000')}`, 'OSR-1000');
    await row('OSR-1100').waitFor();
    expect(await row('OSR-1100').innerText()).toMatch(/Drive wheel assembly[\s\S]*WHL-FL[\s\S]*6/);
    watched.forget();
    await page.getByRole('button', { name: 'Open next level' }).click();
    await row('5202-2402-0027').first().waitFor();
    // What was open is read again with it, so that a level never shows another state than the one above.
    expect(readings()).toBe(2);
    expect(await row('5202-2402-0027').first().innerText()).toContain('or 5203-2402-0027');
    await page.getByRole('button', { name: 'Close all' }).click();
    await eventually(() => row('5202-2402-0027').count()).toBe(0);
  });

  it('shows what a unit requires and what is installed, down to the parts of its parts', async () => {
    const { page } = watched;
    await open(`inventory/${await unitId('ROVER-01')}`, 'ROVER-01');
    expect(await row('Drive wheel assembly').innerText()).toMatch(/6 units[\s\S]*6 of 6/);
    await page.getByRole('button', { name: 'OSR-1100', exact: true }).click();
    await page.getByRole('button', { name: 'DW-0001', exact: true }).click();
    await row('Planetary gear motor').waitFor();
    expect(await row('Planetary gear motor').innerText()).toContain('1 of 1');
    await page.getByRole('link', { name: 'DW-0001' }).click();
    await page.getByRole('heading', { level: 1, name: 'DW-0001' }).waitFor();
    expect(await page.locator('.facts').innerText()).toMatch(/Installed in[\s\S]*ROVER-01/);
  });

  it('shows what is still missing in a unit that is not built yet', async () => {
    await open(`inventory/${await unitId('ROVER-02')}`, 'ROVER-02');
    await row('Drive wheel assembly').waitFor();
    expect(await row('Drive wheel assembly').innerText()).toMatch(/nothing yet[\s\S]*0 of 6/);
  });

  it('shows a run: its progress, its steps as they nest, what each waits for, and values', async () => {
    const { page } = watched;
    await open(`runs/${await runId('Build BD-0002')}`, 'Build BD-0002');
    const step = page.locator('.step-head', { hasText: 'Join and square up' });
    await step.waitFor();
    expect(await step.innerText()).toMatch(/1\.3[\s\S]*In progress[\s\S]*waits for 1\.1, 1\.2/);
    expect(await page.locator('.fields div', { hasText: 'Diagonal left' }).innerText()).toContain('401.7 mm');
    expect(await page.getByRole('progressbar').getAttribute('value')).toBe('29');
    await step.getByRole('button', { name: '1.2' }).click();
    await eventually(() => page.evaluate('document.activeElement.innerText')).toContain('Top frame');
  });

  it('shows a procedure with the fields of its steps, and leads to the part that it is for', async () => {
    const { page } = watched;
    await open('procedures', 'Procedures');
    await page.getByRole('link', { name: 'Integrate rover' }).click();
    const field = page.locator('.fields div', { hasText: 'Drivers found' });
    await field.waitFor();
    expect(await field.innerText()).toContain('Multiselect, required: 128, 129');
    await page.locator('main').getByRole('link', { name: 'OSR-1000' }).click();
    await page.getByRole('heading', { level: 1, name: 'OSR-1000' }).waitFor();
  });

  it('pages a list with one request a page, filters it, and goes back by the address', async () => {
    const { page } = watched;
    await open('parts', 'Parts');
    await page.getByText('97 parts').waitFor();
    expect(readings()).toBe(1);
    await page.getByRole('link', { name: 'Next' }).click();
    await page.getByText('Page 2 of 2').waitFor();
    await eventually(() => page.getByRole('row').count()).toBe(48);
    expect(readings()).toBe(2);
    await page.goBack();
    await page.getByText('Page 1 of 2').waitFor();
    await eventually(() => page.getByRole('row').count()).toBe(51);
    await page.getByRole('searchbox').fill('wheel');
    await eventually(() => page.getByRole('row').count()).toBe(3);
    expect(page.url()).toContain('#/parts?q=wheel');
    await page.reload();
    await eventually(() => page.getByRole('row').count()).toBe(3);
    await page.getByRole('searchbox').fill('no such part');
    await page.getByText('No parts match.').waitFor();
  });

  it('selects runs by status', async () => {
    const { page } = watched;
    await open('runs', 'Runs');
    await page.getByRole('combobox', { name: 'Status' }).selectOption('HOLD');
    await eventually(() => page.getByRole('row').count()).toBe(2);
    expect(await page.getByRole('row').last().innerText()).toContain('Build RB-0003');
  });

  it('follows what clients write, without a reload', async () => {
    const { page } = watched;
    await open('procedures?q=page-test', 'Procedures');
    await page.getByText('No procedures match.').waitFor();
    for (const title of ['page-test-1', 'page-test-2']) {
      await write(sandbox, `mutation { createProcedure(title: "${title}") { procedure { id } } }`);
      await page.getByRole('link', { name: title }).waitFor();
    }
  });

  it('shows webhook events, and what each of them sent', async () => {
    const { page } = watched;
    await write(
      sandbox,
      'mutation { createWebhookReceiver(input: { name: "Planner", webhookUri: "https://planner.example/", sharedSecret: "s" }) { webhookReceiver { id } } }',
    );
    const receiverId = await idOf('{ rows: webhookReceivers(first: 1) { edges { node { id } } } }');
    await write(
      sandbox,
      `mutation { createWebhookSubscription(input: { receiverId: ${receiverId}, resource: UNITS_OF_MEASUREMENTS, action: CREATE }) { webhookSubscription { id } } }`,
    );
    await open('webhooks', 'Webhook events');
    await page.getByText('There are no webhook events yet.').waitFor();
    await write(
      sandbox,
      'mutation { createUnitOfMeasurement(input: { type: "pallet" }) { unitOfMeasurement { id } } }',
    );
    const event = page.getByRole('row', { name: 'Units of measurements: create' });
    await event.waitFor();
    expect(await event.innerText()).toMatch(/Planner[\s\S]*Succeeded/);
    await event.getByRole('link').click();
    await page.getByRole('heading', { level: 2, name: 'Request data' }).waitFor();
    expect(await page.locator('.data').first().innerText()).toContain('"type": "pallet"');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('shows the requests of clients as they come, the faults that met them, and none of its own', async () => {
    const { page } = watched;
    await open('requests', 'Requests');
    await askTenant(sandbox, 'query Inquiry { parts { edges { node { id } } } }');
    const entry = page.getByRole('row', { name: 'Inquiry' }).first();
    await entry.waitFor();
    expect(await entry.innerText()).toMatch(/Query[\s\S]*200/);
    sandbox.faults.add({ name: 'worn-out', operation: 'Inquiry', effect: { type: 'answer', status: 503 } });
    await askTenant(sandbox, 'query Inquiry { parts { edges { node { id } } } }');
    const disturbed = page.getByRole('row', { name: 'worn-out' });
    await disturbed.waitFor();
    expect(await disturbed.innerText()).toContain('503');
    expect(await page.locator('main').innerText()).not.toContain('SeedbedPage');

    await page.getByRole('link', { name: 'Faults' }).click();
    const rule = page.getByRole('row', { name: 'worn-out' });
    await rule.waitFor();
    expect(await rule.innerText()).toMatch(/Inquiry[\s\S]*answer[\s\S]*503[\s\S]*1[\s\S]*1/);
  });

  it('holds the log still while it is read, and shows only trouble when asked to', async () => {
    const { page } = watched;
    await askTenant(sandbox, 'query Sound { parts { edges { node { id } } } }');
    await askTenant(sandbox, 'query Broken { parts { nothing } }');
    await open('requests', 'Requests');
    const log = page.getByRole('table', { name: 'Requests, newest first' });
    await log.getByRole('row', { name: 'Sound' }).first().waitFor();
    await page.getByRole('checkbox', { name: 'Only errors and faults' }).check();
    await eventually(() => log.getByRole('row', { name: 'Sound' }).count()).toBe(0);
    expect(await log.getByRole('row', { name: 'INVALID_DOCUMENT' }).count()).toBeGreaterThan(0);
    await page.getByRole('checkbox', { name: 'Only errors and faults' }).uncheck();
    await page.getByRole('button', { name: 'Hold still' }).click();
    await askTenant(sandbox, 'query Later { parts { edges { node { id } } } }');
    await page.getByRole('table', { name: 'Figures by operation' }).getByRole('row', { name: 'Later' }).waitFor();
    expect(await log.getByRole('row', { name: 'Later' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Hold still' }).click();
    await log.getByRole('row', { name: 'Later' }).waitFor();
  });

  it('says of a list only that it is empty, since the rover fills some lists and not others', async () => {
    await open('kits', 'Kits');
    await watched.page.getByText('There are no kits yet.', { exact: true }).waitFor();
  });

  it('says of an id that nothing has, and of an address that leads nowhere', async () => {
    const { page } = watched;
    await open('parts/999999', 'Part 999999');
    await page.getByText('Part with id 999999 was not found.').waitFor();
    await open('nowhere', 'No such view');
    await open('', 'Overview');
    await open('nowhere/%E0%A4%A', 'No such view');
  });

  it('finds opened branches open again on the way back', async () => {
    const { page } = watched;
    await open(`parts/${await partId('OSR-1000')}`, 'OSR-1000');
    await page.getByRole('button', { name: 'OSR-1300', exact: true }).click();
    await page.getByRole('link', { name: '2000-0025-0002' }).click();
    await page.getByRole('heading', { level: 1, name: '2000-0025-0002' }).waitFor();
    await page.goBack();
    await row('Dual mode servo').waitFor();
  });

  const VIEWS = [
    '',
    'parts',
    'procedures',
    'runs',
    'inventory',
    'webhooks',
    'requests',
    'faults',
    'parts/999999',
    'nowhere',
  ];

  /** Goes to a view and waits until it has read what it shows. */
  const settle = async (path: string): Promise<void> => {
    await watched.load(path);
    await watched.page.locator('main[aria-busy="false"] h1').waitFor();
  };

  /** Colours are all that a scheme changes. */
  describe.each([
    { colorScheme: 'light', rules: undefined, places: VIEWS },
    { colorScheme: 'dark', rules: ['color-contrast'], places: ['', 'runs', 'faults', 'webhooks'] },
  ] as const)('in a $colorScheme scheme', ({ colorScheme, rules, places }) => {
    it('has nothing that axe-core objects to, in any view', { timeout: 240_000 }, async () => {
      const { page } = watched;
      await page.emulateMedia({ colorScheme });
      const details = [
        `parts/${await partId('OSR-1000')}`,
        `inventory/${await unitId('ROVER-01')}`,
        `runs/${await runId('Build BD-0002')}`,
        `procedures/${await idOf('{ rows: procedures(first: 1) { edges { node { id } } } }')}`,
      ];
      sandbox.faults.add({ name: 'slow', kind: 'mutation', probability: 0.5, effect: { type: 'latency', ms: 1 } });
      for (const path of [...places, ...details]) {
        await settle(path);
        expect(await accessibilityProblems(page, rules), `at ${path}`).toEqual([]);
      }
    });
  });

  it('is light or dark as the reader prefers', async () => {
    const { page } = watched;
    await open('', 'Overview');
    const paper = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await paper();
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await paper()).not.toBe(light);
  });

  it('needs no sideways scrolling in a window of 360 pixels, whatever things are called', async () => {
    const { page } = watched;
    await page.setViewportSize({ width: 360, height: 740 });
    const long = 'LONG-'.repeat(40);
    await write(sandbox, `mutation { createPart(input: { partNumber: "${long}" }) { part { id } } }`);
    const parts = [await partId('OSR-1000'), await partId(long)].map(id => `parts/${id}`);
    const paths = [...VIEWS, ...parts, `inventory/${await unitId('ROVER-01')}`];
    for (const path of paths) {
      await settle(path);
      expect(await page.evaluate('document.documentElement.scrollWidth'), `at ${path}`).toBeLessThanOrEqual(360);
    }
  });

  it('asks with the token it was given in GraphiQL, and shows the answer', async () => {
    const { page } = watched;
    await page.goto(`${origin}/graphiql`);
    await page.getByRole('button', { name: /execute/i }).click();
    await eventually(() => page.locator('.result-window').innerText()).toContain('"totalCount"');
    await page.getByRole('link', { name: 'Back to the sandbox' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });
});
