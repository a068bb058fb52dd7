import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { jobQuery, running, send, stop, type Job } from '../job.ts';
import { revise, suggest, type Change, type Outline, type Suggestion } from './mapping.ts';

export interface Guess {
  suggestion: Suggestion;
  mapping: string;
  outline: Outline;
}

export interface Mapping {
  guess?: Guess;
  /** A change is on its way, or a dry run. */
  busy: boolean;
  /** What could not be done with the last choice. The choice before it stands. */
  error: unknown;
  /** The last dry run of exactly this mapping, or the import. */
  job?: Job;
  /** nothing: every file is left out. */
  step: 'guessing' | 'nothing' | 'asking' | 'looking' | 'looked' | 'importing' | 'imported' | 'failed';
  accept: boolean;
  change: (changes: Change[]) => void;
  write: (mapping: string) => void;
  /** Reads the files as written in another encoding. Where their columns are called otherwise then, they are guessed anew. */
  reread: (encoding: string) => void;
  become: (file: string, object: string) => void;
  setAccept: (on: boolean) => void;
  take: () => void;
  retry: () => void;
}

const columnsOf = (s: Suggestion) => JSON.stringify(s.tables.map((t) => t.columns.map((c) => c.name)));

/** Questions without whose answer no row can be read; a dry run goes by the guess for the others. */
const needed = ['dates', 'numbers'];

/** Guesses what unknown files mean, and dry-runs every choice at once. encoding is how they are written, where that had to be asked; after is what was imported beside them: what they refer to may be there now. */
export function useMapping(files: File[], encoding: string | undefined, after: string | undefined): Mapping {
  const client = useQueryClient();
  const [guess, setGuess] = useState<Guess>();
  const [pending, setPending] = useState(0);
  const [error, setError] = useState<unknown>(null);
  const [accept, setAccept] = useState(false);
  const [id, setID] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  // what is asked last is what counts: an answer to an earlier question is thrown away
  const turn = useRef(0);
  const latest = useRef<Guess>(undefined);
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const taken = useRef(false);
  const asked = useQuery({ ...jobQuery(id ?? ''), enabled: id !== undefined });
  const job = id === undefined ? undefined : asked.data;

  const put = (next: Guess) => {
    latest.current = next;
    setGuess(next);
    setError(null);
  };
  /** Choices are carried out one after the other, each on what the one before it left. */
  const queue = (work: (now: Guess) => Promise<Guess>) => {
    taken.current = false;
    setPending((n) => n + 1);
    line.current = line.current.then(async () => {
      try {
        if (latest.current) put(await work(latest.current));
      } catch (e) {
        setError(e);
      } finally {
        setPending((n) => n - 1);
      }
    });
  };

  useEffect(() => {
    let gone = false;
    latest.current = undefined;
    taken.current = false;
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the guess of the files before goes with them
    setGuess(undefined);
    setID(undefined);
    setError(null);
    suggest(files, { encoding }).then(
      (s) => {
        if (!gone) put({ suggestion: s, mapping: s.mapping, outline: s.outline });
      },
      (e: unknown) => {
        if (!gone) setError(e);
      },
    );
    return () => {
      gone = true;
    };
  }, [files, encoding, attempt]);

  useEffect(() => {
    if (!guess || taken.current) return;
    const mine = ++turn.current;
    setID(undefined);
    const waits = guess.outline.entries.some((e) =>
      e.undecided.some((text) => needed.includes(guess.suggestion.questions.find((q) => q.text === text)?.ask ?? '')),
    );
    if (waits || guess.outline.entries.length === 0) return;
    let begun: Job | undefined;
    void (async () => {
      try {
        const provisional = guess.outline.entries.flatMap((e, at) =>
          e.undecided.map((value): Change => ({ what: 'decided', entry: at, value })),
        );
        const { mapping } = provisional.length > 0 ? await revise(guess.mapping, provisional) : guess;
        if (mine !== turn.current) return;
        begun = await send(files, { mapping, accept: accept || undefined }, true);
        if (mine !== turn.current) void stop(begun.id);
        else {
          client.setQueryData(jobQuery(begun.id).queryKey, begun);
          setID(begun.id);
        }
      } catch (e) {
        if (mine === turn.current) setError(e);
      }
    })();
    return () => {
      // eslint-disable-next-line react-hooks/exhaustive-deps -- the turn of that moment is meant
      turn.current++;
      if (begun && running(client.getQueryData(jobQuery(begun.id).queryKey))) void stop(begun.id);
    };
  }, [guess, accept, after, files, client]);

  const done = job?.state === 'done' && !job.dry_run;
  useEffect(() => {
    if (done) void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'import' });
  }, [done, client]);

  let step: Mapping['step'] = 'looking';
  if (!guess) step = error === null ? 'guessing' : 'failed';
  else if (job?.dry_run === false) step = running(job) ? 'importing' : job.state === 'done' ? 'imported' : 'failed';
  else if (job && !running(job)) step = job.state === 'done' ? 'looked' : 'failed';
  else if (guess.outline.entries.length === 0) step = 'nothing';
  else if (guess.outline.entries.some((e) => e.undecided.length > 0) && id === undefined) step = 'asking';

  return {
    guess,
    error,
    job,
    step,
    accept,
    setAccept,
    busy: pending > 0 || step === 'looking' || step === 'importing',
    change: (changes) => queue(async (now) => ({ ...now, ...(await revise(now.mapping, changes)) })),
    write: (mapping) => queue(async (now) => ({ ...now, ...(await revise(mapping, [])) })),
    reread: (written) =>
      queue(async (now) => {
        const s = await suggest(files, { encoding: written });
        if (columnsOf(s) !== columnsOf(now.suggestion))
          return { suggestion: s, mapping: s.mapping, outline: s.outline };
        return {
          ...now,
          ...(await revise(now.mapping, [{ what: 'setting', name: 'encoding', value: written }])),
          suggestion: { ...now.suggestion, tables: s.tables },
        };
      }),
    become: (file, object) =>
      queue(async (now) => {
        if (object === '') return { ...now, ...(await revise(now.mapping, [{ what: 'leave_out', name: file }])) };
        const s = await suggest(files, { mapping: now.mapping, as: { file, object } });
        const questions = [...now.suggestion.questions, ...s.questions];
        return { suggestion: { ...now.suggestion, questions }, mapping: s.mapping, outline: s.outline };
      }),
    take: () => {
      if (!guess) return;
      taken.current = true;
      setError(null);
      setPending((n) => n + 1);
      send(files, { mapping: guess.mapping, accept: accept || undefined }, false)
        .then((begun) => {
          client.setQueryData(jobQuery(begun.id).queryKey, begun);
          setID(begun.id);
        }, setError)
        .finally(() => setPending((n) => n - 1));
    },
    retry: () => setAttempt((n) => n + 1),
  };
}
