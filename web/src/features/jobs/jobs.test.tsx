import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { show } from '../../test/render.tsx';
import { pause, planned, share, type Job } from './jobs.ts';
import { JobState } from './JobState.tsx';

const job = (more: Partial<Job>): Job => ({
  id: 'job_0000001',
  kind: 'backup',
  state: 'running',
  scheduled: false,
  by: 'owner',
  attempts: 1,
  max_attempts: 5,
  created_at: '2026-03-01T02:00:00Z',
  due_at: null,
  started_at: '2026-03-01T02:30:00Z',
  finished_at: null,
  can: ['stop'],
  ...more,
});

test('the list is asked for often while something is being done, and seldom beside a planned one', () => {
  const tomorrow = job({ state: 'waiting', scheduled: true, attempts: 0 });
  const retried = job({ state: 'waiting', scheduled: true, attempts: 1 });
  expect([planned(tomorrow), planned(retried), planned(job({}))]).toEqual([true, false, false]);
  expect(pause([tomorrow, job({ state: 'done' })])).toBeGreaterThan(5_000);
  for (const busy of [job({}), job({ state: 'waiting' }), retried]) expect(pause([tomorrow, busy])).toBeLessThan(5_000);
});

test('progress is a share of a known size', () => {
  expect(share({ phase: 'copy', done: 3, total: 12 })).toBe(25);
  expect(share({ phase: 'copy', done: 15, total: 12 })).toBe(100);
  expect(share({ phase: 'copy', done: 3, total: 0 })).toBeUndefined();
});

test('one that runs shows how far it is, a planned one when', () => {
  show(<JobState job={job({ progress: { phase: 'copy', done: 3_000_000, total: 12_000_000 } })} />);
  expect(screen.getByRole('progressbar', { name: 'Progress' }).getAttribute('aria-valuenow')).toBe('25');
  expect(screen.getByText('3 MB of 12 MB')).toBeTruthy();
  show(<JobState job={job({ state: 'waiting', scheduled: true, attempts: 0, due_at: '2026-03-02T02:30:00Z' })} />);
  expect(screen.getByText(/Planned for Mar 2, 2026/)).toBeTruthy();
});

test('one that failed says why, and one that is tried again what went wrong', () => {
  const problem = { status: 507, detail: 'the disk is full', title: 'x', code: 'internal' } as Job['problem'];
  show(<JobState job={job({ state: 'failed', problem })} />);
  expect(screen.getByText('the disk is full')).toBeTruthy();
  show(<JobState job={job({ state: 'waiting', problem })} />);
  expect(screen.getByText('The last attempt failed: the disk is full')).toBeTruthy();
});
