import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Schemas } from '../../api/client.ts';
import { show } from '../../test/render.tsx';
import { Findings } from './Findings.tsx';

const finding = (of: number) =>
  ({
    code: 'deals_without_owner',
    said: ['deals_without_owner'],
    count: 35,
    of,
    amount: null,
    day: null,
    rates: {},
    metrics: [],
    records: [],
    object: 'deal',
    sentence: '',
  }) as unknown as Schemas['Finding'];
const look = (many: number) =>
  show(
    <QueryClientProvider client={new QueryClient()}>
      <Findings findings={Array.from({ length: many }, (_, i) => finding(8118 + i))} />
    </QueryClientProvider>,
  );

test('the six largest stand there, and all on demand, with numbers grouped', () => {
  look(9);
  expect(screen.getAllByRole('listitem')).toHaveLength(6);
  expect(screen.getByText(/35 of 8,118 deals/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Show all 9' }));
  expect(screen.getAllByRole('listitem')).toHaveLength(9);
});

test('six findings need no button', () => {
  look(6);
  expect(screen.getAllByRole('listitem')).toHaveLength(6);
  expect(screen.queryByRole('button')).toBeNull();
});
