import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, type ReactNode } from 'react';
import { Problem } from '../api/problem.ts';
import { ProblemText } from '../ui/state/problemText.ts';
import { toast } from '../ui/toast.tsx';
import { useReasons } from '../words/say/reasons/useReasons.ts';

/** Problems speak the chosen language, and a write that nobody else answers for says why it failed. */
export function Worded({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const tell = useReasons();
  const text = useMemo(() => (p: Problem) => tell(p.body, p.detail), [tell]);
  useEffect(
    () =>
      client.getMutationCache().subscribe((event) => {
        if (event.type !== 'updated' || event.action.type !== 'error' || event.mutation.options.onError) return;
        toast(text(Problem.of(event.action.error)), { failed: true });
      }),
    [client, text],
  );
  return <ProblemText value={text}>{children}</ProblemText>;
}
