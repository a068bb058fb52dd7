import { afterEach, expect, test, vi } from 'vitest';
import { address, serialize } from './client.ts';
import { Problem } from './problem.ts';

afterEach(() => vi.unstubAllGlobals());

test('where is repeated, other lists are joined, rows are deep objects, empty ones are left out', () => {
  const q = serialize({
    by: ['owner', 'source'],
    where: ['source in ["Web", "Phone"]', 'won'],
    row: { owner: 'person_1' },
    from: undefined,
    to: '',
  });
  expect(new URLSearchParams(q).getAll('where')).toEqual(['source in ["Web", "Phone"]', 'won']);
  expect(new URLSearchParams(q).get('by')).toBe('owner,source');
  expect(new URLSearchParams(q).get('row[owner]')).toBe('person_1');
  expect(q).not.toContain('from');
  expect(q).not.toContain('to=');
});

test('an address of an export holds the question', () => {
  expect(address('/records/deal', { format: 'csv', sort: '-amount' })).toBe(
    '/api/v1/records/deal?format=csv&sort=-amount',
  );
});

test('a problem keeps what the server said', async () => {
  const body = JSON.stringify({ status: 422, code: 'invalid', detail: 'there is no dimension x', errors: [] });
  const problem = await Problem.from(new Response(body, { status: 422 }));
  expect(problem.message).toBe('there is no dimension x');
  expect(problem.code).toBe('invalid');
  expect(problem.retriable).toBe(false);
});

test('no answer at all is a problem worth trying again', () => {
  expect(Problem.of(new TypeError('fetch failed')).retriable).toBe(true);
  expect(Problem.of(new TypeError('fetch failed')).status).toBe(0);
});

test('a part of the program that does not come is a server that does not answer', () => {
  expect(Problem.of(new TypeError('Failed to fetch dynamically imported module: /assets/x.js')).status).toBe(0);
  expect(Problem.of(new Error('Unable to preload CSS for /assets/x.css')).status).toBe(0);
  expect(Problem.of(new Error('something else')).status).toBe(-1);
});
