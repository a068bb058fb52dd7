import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Problem } from '../../../api/problem.ts';
import { useProblemText } from '../../../ui/state/problemText.ts';
import type { FieldValue } from '../../../words/FieldText.tsx';

export type Fields = Record<string, FieldValue>;

/** Writes fields; label is what the change is called. Fails with what the server says. */
export type Save = (change: { fields: Fields; label: string }) => Promise<unknown>;

export interface Saving {
  pending: boolean;
  /** Why the value was refused; the editor stays open with it. */
  refused?: string;
  write: (fields: Fields, label: string) => void;
}

/** Saves from an editor: it closes when the server has taken the value, and stays open when it has not. */
export function useSaving(save: Save, onDone: () => void): Saving {
  const { t } = useLingui();
  const text = useProblemText();
  const [pending, setPending] = useState(false);
  const [refused, setRefused] = useState<string>();
  const write = (fields: Fields, label: string) => {
    if (pending) return;
    setPending(true);
    save({ fields, label }).then(onDone, (error: unknown) => {
      const problem = Problem.of(error);
      setRefused(
        problem.status === 409
          ? t`Somebody changed this record meanwhile. It now shows the newest values: save once more to keep yours.`
          : text(problem),
      );
      setPending(false);
    });
  };
  return { pending, refused, write };
}
