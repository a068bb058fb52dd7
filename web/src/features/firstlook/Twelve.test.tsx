import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { Schemas } from '../../api/client.ts';
import { show } from '../../test/render.tsx';
import { Twelve } from './Twelve.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: unknown }) => <a href="/">{children as string}</a>,
}));

const entry = (more: object) =>
  ({
    chain: 5,
    name: 'win_rate',
    available: true,
    answers: true,
    unit: 'share',
    value: '0.307',
    currency: null,
    n: 7631,
    low: null,
    high: null,
    flags: [],
    from: null,
    to: null,
    needs: [],
    reason: '',
    ...more,
  }) as unknown as Schemas['TwelveEntry'];

const quarter = (number: number, value: string | null, more: object = {}) =>
  ({
    label: `2026-Q${number}`,
    value,
    currency: null,
    n: value ? 40 : 3,
    low: null,
    high: null,
    flags: [],
    reason: value ? '' : '3 closed deals, and fewer than 5 say nothing',
    ...more,
  }) as unknown as Schemas['Row'];

const tile = (e: Schemas['TwelveEntry'], rows: Schemas['Row'][]) =>
  show(<Twelve entries={[e]} past={new Map([[e.name, rows]])} />);

test('a tile without days of its own stands for the last period that is over', () => {
  tile(entry({}), [quarter(1, '0.25'), quarter(2, '0.4'), quarter(3, '0.9', { flags: ['incomplete'] })]);
  expect(screen.getByText('40%')).toBeTruthy();
  expect(screen.getByText('n = 40', { exact: false })).toBeTruthy();
  expect(screen.getByText('30.7%')).toBeTruthy();
  expect(screen.getByRole('img', { name: 'Win rate, the last periods' })).toBeTruthy();
});

test('a period with too little in it says so beside the number of all time', () => {
  tile(entry({}), [quarter(1, '0.25'), quarter(2, null)]);
  expect(screen.getByText('Not enough data')).toBeTruthy();
  expect(screen.getByText('30.7%')).toBeTruthy();
});

test('a tile with days of its own keeps them', () => {
  tile(entry({ from: '2026-07-01', to: '2026-09-30' }), [quarter(2, '0.4')]);
  expect(screen.getByText('30.7%')).toBeTruthy();
  expect(screen.queryByText('40%')).toBeNull();
});
