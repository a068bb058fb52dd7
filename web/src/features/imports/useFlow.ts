import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { jobQuery, jobsQuery, running, send, type Job, type Options } from './job.ts';
import { named, parted, withoutGuessable } from './parts.ts';

export interface Flow {
  /** nothing chosen · sending · looking (dry run) · looked · importing · imported · failed */
  step: 'idle' | 'sending' | 'looking' | 'looked' | 'importing' | 'imported' | 'failed';
  files: File[];
  /** Files of the drop that no layout knows; they are asked about by themselves. */
  unknown: File[];
  options: Options;
  job?: Job;
  error: unknown;
  /** Looks at files that were dropped. */
  look: (files: File[]) => void;
  /** Looks at the same files in another way. */
  again: (options: Options) => void;
  take: () => void;
  /** Ends what is about the known files; the unknown ones stay. */
  finish: () => void;
  dropUnknown: () => void;
}

/** From files to a dry run, and from there to the import. Nothing is written before take. An import that runs already, begun before a reload or in another tab, is joined. */
export function useFlow(joins: boolean): Flow {
  const client = useQueryClient();
  const [files, setFiles] = useState<File[]>([]);
  const [unknown, setUnknown] = useState<File[]>([]);
  const [options, setOptions] = useState<Options>({});
  const [id, setID] = useState<string>();
  const [sending, setSending] = useState<'dry' | 'real'>();
  const [error, setError] = useState<unknown>(null);
  const asked = useQuery({ ...jobQuery(id ?? ''), enabled: id !== undefined });
  const job = id === undefined ? undefined : asked.data;

  const under = useQuery({ ...jobsQuery, enabled: joins }).data?.imports.find((j) => running(j) && !j.dry_run)?.id;
  useEffect(() => {
    // eslint-disable-next-line react-hooks/set-state-in-effect -- only one that begins is joined, not one that was left
    if (under !== undefined) setID((own) => own ?? under);
  }, [under]);

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
  const finish = () => {
    setFiles([]);
    setOptions({});
    setID(undefined);
    setError(null);
  };
  const done = job?.state === 'done' && !job.dry_run;
  useEffect(() => {
    // everything on screen may have changed
    if (done) void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'import' });
  }, [done, client]);
  const looked = job?.dry_run && job.state === 'done' ? job.report : undefined;
  useEffect(() => {
    if (!looked) return;
    const parts = parted(files, looked);
    if (parts.unknown.length === 0) return;
    // a part of the drop needs no answers: it is not held up by the other
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the files are looked at once, when the answer is there
    setUnknown(parts.unknown);
    setFiles(parts.known);
  }, [looked]); // eslint-disable-line react-hooks/exhaustive-deps -- files are those that were looked at

  let step: Flow['step'] = 'idle';
  if (sending) step = 'sending';
  else if (error !== null || asked.isError || job?.state === 'failed' || job?.state === 'stopped') step = 'failed';
  else if (id !== undefined && (job === undefined || running(job)))
    step = job?.dry_run === false ? 'importing' : 'looking';
  else if (job?.dry_run) step = 'looked';
  else if (job) step = 'imported';

  return {
    step,
    files,
    unknown,
    options,
    job: job?.report ? { ...job, report: withoutGuessable(job.report) } : job,
    error: error ?? asked.error ?? job?.problem ?? null,
    look: (chosen) => {
      const sent = named(chosen);
      setFiles(sent);
      setUnknown([]);
      setOptions({});
      void start(sent, {}, true);
    },
    again: (how) => {
      setOptions(how);
      void start(files, how, true);
    },
    take: () => void start(files, options, false),
    finish,
    dropUnknown: () => {
      setUnknown([]);
      if (files.length === 0) finish();
    },
  };
}
