import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';
import { loadReasons } from '../words/say/reasons/useReasons.ts';

afterEach(cleanup);

// what happy-dom lacks and the component library asks for
globalThis.matchMedia ??= ((query: string) => ({
  matches: false,
  media: query,
  addEventListener() {},
  removeEventListener() {},
})) as never;

// loaded after the page; a test looks at once
await loadReasons();
