// Chromium for the browser tests: found on the machine, driven by playwright-core.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

function executable() {
  for (const name of [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    if (!name) continue;
    if (name.includes('/') && existsSync(name)) return name;
    try {
      return execFileSync('sh', ['-c', `command -v ${JSON.stringify(name)}`], { encoding: 'utf8' }).trim();
    } catch {
      // try the next name
    }
  }
  throw new Error('no Chromium found: run tools/setup --with-browser, or set CHROMIUM=/path/to/chromium');
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
];

export const launch = () => chromium.launch({ executablePath: executable(), headless: true, args: flags });

/** A fresh profile with everything the page complains about collected. */
export async function open(browser, { width = 1440, height = 900, scheme = 'light', language = 'en', signedIn } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    acceptDownloads: true,
    storageState: signedIn,
  });
  context.setDefaultTimeout(30_000);
  await context.addInitScript(
    ([l, s]) => {
      if (!localStorage.getItem('salesops.language')) localStorage.setItem('salesops.language', l);
      if (!localStorage.getItem('mantine-color-scheme-value')) localStorage.setItem('mantine-color-scheme-value', s);
    },
    [language, scheme],
  );
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (m) => {
    const text = m.text();
    if (/Content Security Policy|Refused to/i.test(text)) complaints.push(`CSP: ${text}`);
    else if (m.type() === 'error' && !/Failed to load resource/.test(text)) complaints.push(`console: ${text}`);
  });
  page.on('pageerror', (e) => complaints.push(`error: ${e.message}`));
  return { context, page, complaints };
}
