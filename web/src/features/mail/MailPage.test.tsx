import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { api, type Schemas } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';
import { show } from '../../test/render.tsx';
import { MailPage } from './MailPage.tsx';

afterEach(() => vi.restoreAllMocks());

const setUp: Schemas['MailState'] = {
  set_up: true,
  server: 'smtp.example.com:587',
  from: 'sales@example.com',
  waiting: 0,
};

/** Shows the page with what the server would answer; login null is the owner of the folder. */
const page = (state: Schemas['MailState'] | Problem, login: string | null = 'ada@example.com') => {
  vi.spyOn(api, 'GET').mockImplementation(((path: string) =>
    path === '/api/v1/mail' && state instanceof Problem
      ? Promise.reject(state)
      : Promise.resolve({ data: path === '/api/v1/mail' ? state : { login } })) as never);
  show(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MailPage />
    </QueryClientProvider>,
  );
};
const post = (answer: () => Promise<unknown>) => vi.spyOn(api, 'POST').mockImplementation(answer as never);
const unreachable = {
  status: 503,
  reason_code: 'mail_unreachable',
  reason: { server: 'smtp.example.com:587' },
  detail: 'the mail server smtp.example.com:587 cannot be reached',
} as never;

test('without a mail server it says what that means and which flags set one', async () => {
  page({ set_up: false, server: '', from: '', waiting: 0 });
  expect(await screen.findByText('No mail is sent')).toBeTruthy();
  expect(screen.getByText(/^salesops serve --mail-server smtp\.example\.com --mail-from/)).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});

test('a test mail goes to who asks, and its end is told', async () => {
  page(setUp);
  expect(await screen.findByText('smtp.example.com:587')).toBeTruthy();
  expect(screen.getByText('Nothing: every mail was sent.')).toBeTruthy();
  const sent = post(() => Promise.resolve({ response: new Response() }));
  fireEvent.click(await screen.findByRole('button', { name: 'Send me a test mail' }));
  expect((await screen.findByRole('status')).textContent).toContain('has taken a mail to ada@example.com');
  expect(sent.mock.calls).toEqual([['/api/v1/mail/test']]);
});

test('a test mail that is not taken says why', async () => {
  page(setUp);
  post(() => Promise.reject(new Problem(503, unreachable)));
  fireEvent.click(await screen.findByRole('button', { name: 'Send me a test mail' }));
  expect((await screen.findByRole('alert')).textContent).toMatch(/cannot be reached/i);
});

test('mails that wait are counted, and the reason of the last try is told', async () => {
  page({ ...setUp, waiting: 2, problem: unreachable });
  expect(await screen.findByText('2 mails')).toBeTruthy();
  expect(screen.getByRole('alert').textContent).toMatch(/cannot be reached.*tried again for a day/i);
});

test('the owner of the folder has no mail address, and gets no button', async () => {
  page(setUp, null);
  expect(await screen.findByText(/sign in with a mail address/)).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});

test('who may not see it is told so', async () => {
  page(new Problem(403, { reason_code: 'not_allowed' } as never));
  expect(await screen.findByText('You may not see this')).toBeTruthy();
});
