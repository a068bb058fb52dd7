import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { api } from '../../api/client.ts';
import { show } from '../../test/render.tsx';
import { quoted } from '../../ui/form/quoted.ts';
import type { BackupJob } from './backups.ts';
import { Jobs } from './Jobs.tsx';

const job = (more: Partial<BackupJob>): BackupJob => ({
  id: 'job_0000001',
  state: 'running',
  daily: false,
  due_at: null,
  started_at: '2026-03-01T02:30:00Z',
  finished_at: null,
  ...more,
});

const jobs = (...list: BackupJob[]) =>
  show(
    <QueryClientProvider client={new QueryClient()}>
      <Jobs jobs={list} />
    </QueryClientProvider>,
  );

test('a backup that is made shows how far it is and can be cancelled', async () => {
  const post = vi.spyOn(api, 'POST').mockResolvedValue({ data: {}, response: new Response() } as never);
  jobs(job({ progress: { done: 3_000_000, total: 12_000_000 } }));
  expect(screen.getByRole('progressbar', { name: 'Progress' }).getAttribute('aria-valuenow')).toBe('25');
  expect(screen.getByText('3 MB of 12 MB')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(post).toHaveBeenCalled());
  expect(post.mock.calls[0]).toEqual(['/api/v1/backups/jobs/{id}/stop', { params: { path: { id: 'job_0000001' } } }]);
});

test('one that waits for its turn can be cancelled; the daily one of tomorrow is not among them', () => {
  jobs(
    job({ state: 'waiting', due_at: '2026-03-01T02:30:00Z' }),
    job({ id: 'job_0000002', state: 'waiting', daily: true, due_at: '2026-03-02T02:30:00Z' }),
  );
  expect(screen.getByText('A backup waits for its turn')).toBeTruthy();
  expect(screen.getAllByRole('button', { name: 'Cancel' })).toHaveLength(1);
});

test('one that failed says when and why', () => {
  jobs(
    job({
      state: 'failed',
      daily: true,
      finished_at: '2026-03-01T02:31:00Z',
      problem: { status: 507, detail: 'the disk is full', title: 'x', code: 'internal' } as BackupJob['problem'],
    }),
  );
  expect(screen.getByRole('alert').textContent).toMatch(/Mar 1, 2026.*daily.*the disk is full/);
});

test('words of a command are quoted where a shell would split or read them', () => {
  expect(['/srv/acme-backups/a.backup', '/srv/Acme & Sons', "it's"].map(quoted)).toEqual([
    '/srv/acme-backups/a.backup',
    "'/srv/Acme & Sons'",
    "'it'\\''s'",
  ]);
});
