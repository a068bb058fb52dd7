import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { jobQuery, running, send, type Job, type Options } from './job.ts';

export interface Flow {
  /** nothing chosen · sending · looking (dry run) · looked · importing · imported · failed */
  step: 'idle' | 'sending' | 'looking' | 'looked' | 'importing' | 'imported' | 'failed';
  files: File[];
  options: Options;
  job?: Job;
  error: unknown;
  look: (files: File[], options?: Options) => void;
  take: () => void;
  reset: () => void;
}

/** From files to a dry run, and from there to the import. Nothing is written before take. */
export function useFlow(): Flow {
  const client = useQueryClient();
  const [files, setFiles] = useState<File[]>([]);
  const [options, setOptions] = useState<Options>({});
  const [id, setID] = useState<string>();
  const [sending, setSending] = useState<'dry' | 'real'>();
  const [error, setError] = useState<unknown>(null);
  const asked = useQuery({ ...jobQuery(id ?? ''), enabled: id !== undefined });
  const job = id === undefined ? undefined : asked.data;

  const start = async (chosen: File[], how: Options, dryRun: boolean) => {
    setSending(dryRun ? 'dry' : 'real');
    setError(null);
    try {
      const begun = await send(chosen, how, dryRun);
      client.setQueryData(jobQuery(begun.id).queryKey, begun);
      setID(begun.id);
    } catch (e) {
      setID(undefined);
      setError(e);
    } finally {
      setSending(undefined);
    }
  };
  const done = job?.state === 'done' && !job.dry_run;
  useEffect(() => {
    // everything on screen may have changed
    if (done) void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'import' });
  }, [done, client]);

  let step: Flow['step'] = 'idle';
  if (sending) step = 'sending';
  else if (error !== null || asked.isError || job?.state === 'failed' || job?.state === 'stopped') step = 'failed';
  else if (id !== undefined && (job === undefined || running(job))) step = job?.dry_run === false ? 'importing' : 'looking';
  else if (job?.dry_run) step = 'looked';
  else if (job) step = 'imported';

  return {
    step, files, options, job,
    error: error ?? asked.error ?? job?.problem ?? null,
    look: (chosen, how = {}) => {
      setFiles(chosen);
      setOptions(how);
      void start(chosen, how, true);
    },
    take: () => void start(files, options, false),
    reset: () => {
      setFiles([]);
      setOptions({});
      setID(undefined);
      setError(null);
    },
  };
}
