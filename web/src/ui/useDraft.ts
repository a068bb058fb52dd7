import { useState } from 'react';

/** What is typed before it counts: begins as the value, and anew when the value becomes another. */
export function useDraft(value: string): [string, (draft: string) => void] {
  const [of, setOf] = useState(value);
  const [draft, setDraft] = useState(value);
  if (of !== value) {
    setOf(value);
    setDraft(value);
  }
  return [draft, setDraft];
}
