import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { api, type Schemas } from '../../api/client.ts';
import { show } from '../../test/render.tsx';
import { CompanyForm } from './CompanyForm.tsx';

const field = (more: Partial<Schemas['SettingField']>): Schemas['SettingField'] => ({
  name: 'name',
  label: 'Name',
  kind: 'text',
  options: [],
  default: '',
  example: '',
  help: '',
  ...more,
});

test('a setting that the table has more is asked for, shown and saved like the others', async () => {
  const patch = vi.spyOn(api, 'PATCH').mockResolvedValue({ data: {}, response: new Response() } as never);
  const settings: Schemas['Settings'] = {
    values: { week_start: 'sunday', favourite_colour: 'red', motto: '' },
    fields: [
      field({
        name: 'favourite_colour',
        label: 'Favourite colour',
        kind: 'choice',
        options: ['red', 'blue'],
        help: 'Of the walls.',
      }),
      field({ name: 'week_start', kind: 'weekday', options: ['monday', 'sunday'] }),
      field({ name: 'motto', label: 'Motto', example: 'Onwards' }),
    ],
    rates: [],
  };
  show(
    <QueryClientProvider client={new QueryClient()}>
      <CompanyForm settings={settings} />
    </QueryClientProvider>,
  );
  expect(screen.getByText('Of the walls.')).toBeTruthy();
  const choice = screen.getByLabelText<HTMLSelectElement>('Favourite colour');
  expect([...choice.options].map((o) => o.text)).toEqual(['Red', 'Blue']);
  const day = screen.getByLabelText<HTMLSelectElement>('First day of the week');
  expect([day.value, ...[...day.options].map((o) => o.text)]).toEqual(['sunday', 'Monday', 'Sunday']);
  fireEvent.change(choice, { target: { value: 'blue' } });
  fireEvent.change(screen.getByPlaceholderText('Onwards'), { target: { value: 'Never late' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(patch).toHaveBeenCalled());
  expect(patch.mock.calls[0]).toEqual([
    '/api/v1/settings',
    { body: { values: { week_start: 'sunday', favourite_colour: 'blue', motto: 'Never late' } } },
  ]);
});
