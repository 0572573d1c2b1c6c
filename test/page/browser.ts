/** Headless Chromium for the page's tests: real clicks and keys, and an account of all that went wrong meanwhile. */
import { existsSync } from 'node:fs';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { expect } from 'vitest';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const executablePath = PLACES.find(path => existsSync(path));

/** Only where nobody counts on them may the tests be left out. */
export const mayBeLeftOut = executablePath === undefined && process.env['CI'] === undefined;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch(): Promise<Browser> {
  if (executablePath === undefined)
    throw new Error(`Chromium is in none of ${PLACES.join(', ')}: apt-get install chromium`);
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Asks again until what is expected holds, with patience for a busy machine. */
export const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 20_000 });

/** A page and what it did besides showing something. */
export interface Watched {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors, refused and failed requests. */
  readonly complaints: readonly string[];
  /** The address of every request that was not for `origin`. */
  readonly elsewhere: readonly string[];
  /** The paths of the requests for `origin`, in their order. */
  readonly paths: readonly string[];
  /** Forgets the paths so far. */
  forget(): void;
  /** Goes to a view as a first visit does, with nothing kept from what was shown before. */
  load(view: string): Promise<void>;
  /** Forgets everything, in a window of the usual size: a page costs a second to open, so a test takes over that of the last. */
  begin(): Promise<void>;
}

const WINDOW = { width: 1280, height: 860 };

export async function watch(browser: Browser, origin: string): Promise<Watched> {
  const page = await (await browser.newContext({ viewport: WINDOW })).newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  const elsewhere: string[] = [];
  const paths: string[] = [];
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(error.message));
  page.on('requestfailed', request => {
    // Leaving a view gives up what it was still asking for.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(`${request.url()} failed`);
  });
  page.on('request', request => {
    const { origin: asked, pathname, protocol } = new URL(request.url());
    if (asked === origin) paths.push(pathname);
    else if (!['data:', 'about:'].includes(protocol)) elsewhere.push(request.url());
  });
  let loads = 0;
  return {
    page,
    complaints,
    elsewhere,
    paths,
    forget: () => {
      paths.length = 0;
    },
    load: async view => {
      loads += 1;
      // Where only the part behind the # differs, a browser stays in the document that it has.
      await page.goto(`${origin}/?load=${loads}#/${view}`);
    },
    begin: async () => {
      for (const list of [complaints, elsewhere, paths]) list.length = 0;
      await page.setViewportSize(WINDOW);
      await page.emulateMedia({ colorScheme: null });
    },
  };
}

/** Presses Tab until the element with this role and name has the focus; rejects after 300 stops. */
export async function tabTo(page: Page, role: 'link' | 'button' | 'searchbox', name: string): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true }).first();
  await wanted.waitFor();
  for (let stops = 0; stops < 300; stops += 1) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate(element => element === element.ownerDocument.activeElement)) return;
  }
  throw new Error(`No Tab stop is the ${role} "${name}".`);
}

/** What axe-core finds wrong with the page as it stands, by these rules or by all, one line a finding. */
export async function accessibilityProblems(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  const options = { resultTypes: ['violations'], ...(rules === undefined ? {} : { runOnly: rules }) };
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  const { violations } = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as {
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  };
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
