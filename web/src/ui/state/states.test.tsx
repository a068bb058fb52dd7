import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { Problem } from '../../api/problem.ts';
import { show } from '../../test/render.tsx';
import { Failed, Filtered } from './states.tsx';

test('no permission is not an error to try again', () => {
  show(<Failed error={new Problem(401, { detail: 'x' })} onRetry={() => {}} />);
  expect(screen.getByRole('alert').textContent).toContain('You may not see this');
  expect(screen.queryByRole('button')).toBeNull();
});

test('a busy server can be asked again', () => {
  const retry = vi.fn();
  show(<Failed error={new Problem(503, { detail: 'ask again in a second' })} onRetry={retry} />);
  expect(screen.getByText('ask again in a second')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledOnce();
});

test('a wrong question is told, and not worth repeating', () => {
  show(<Failed error={new Problem(422, { detail: 'there is no dimension x' })} onRetry={() => {}} />);
  expect(screen.getByText('there is no dimension x')).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});

test('a server that is gone is told apart', () => {
  show(<Failed error={new TypeError('fetch failed')} />);
  expect(screen.getByText('The server does not answer')).toBeTruthy();
});

test('filters that leave nothing can be cleared', () => {
  const clear = vi.fn();
  show(<Filtered onClear={clear} />);
  fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(clear).toHaveBeenCalledOnce();
});
