import './ui/theme/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { sessionQuery } from './api/queries.ts';
import { App } from './app/App.tsx';
import { makeClient } from './app/client.ts';
import { preferredLanguage, speak } from './ui/i18n/locale.ts';

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
// read by the libraries that put styles into the page (modal scroll lock)
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = nonce;

// an old tab asks for a chunk that a new version no longer has
globalThis.addEventListener('vite:preloadError', (e) => {
  const key = 'salesops.reloaded';
  if (Date.now() - Number(sessionStorage.getItem(key) ?? 0) < 10_000) return;
  e.preventDefault();
  sessionStorage.setItem(key, String(Date.now()));
  location.reload();
});

const client = makeClient();
void client.prefetchQuery(sessionQuery); // while the language loads
await speak(preferredLanguage());
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App nonce={nonce} client={client} />
  </StrictMode>,
);
