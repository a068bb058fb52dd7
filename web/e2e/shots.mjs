// npm run shots -- --out DIR [--only NAME] [--lang CODE]: every page at 1440 and
// 390 px, light and dark. Uses SALESOPS_URL when given, else starts bin/salesops.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { launch, open } from './browser.mjs';
import { pages, settled } from './pages.mjs';
import { start } from './server.mjs';

const arg = (name, otherwise) => {
  const i = process.argv.indexOf(`--${name}`);
  return i > 0 ? process.argv[i + 1] : otherwise;
};
const out = path.resolve(arg('out', 'shots'));
const only = arg('only', '');
const language = arg('lang', 'en');
mkdirSync(out, { recursive: true });

const server = await start({ filled: true });
const browser = await launch();
let signedIn;
try {
  for (const scheme of arg('scheme', 'light,dark').split(',')) {
    for (const width of arg('width', '1440,390').split(',').map(Number)) {
      const { context, page } = await open(browser, {
        width,
        height: width > 500 ? 900 : 844,
        scheme,
        language,
        signedIn,
      });
      await page.goto(signedIn ? server.origin : server.url);
      await settled(page);
      signedIn ??= { cookies: (await context.storageState()).cookies, origins: [] };
      for (const p of await pages(page, server.origin)) {
        if (only && !only.split(',').includes(p.name)) continue;
        await page.goto(server.origin + p.path);
        await settled(page);
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (wide > 0) console.log(`${p.name} at ${width}: ${wide} px too wide`);
        const shown = p.name.includes('records') ? {} : { fullPage: true };
        await page.screenshot({ path: path.join(out, `${p.name}-${width}-${scheme}.png`), ...shown });
      }
      await context.close();
    }
  }
  console.log(`screenshots are in ${out}`);
} finally {
  await browser.close();
  await server.stop();
}
