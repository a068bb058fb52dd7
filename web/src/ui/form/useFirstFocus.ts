import { useEffect, useRef, type RefObject } from 'react';

/** The first empty field of a form has the focus when the form appears, and when its key changes. */
export function useFirstFocus(key: unknown = ''): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const fields = [...(form.current?.querySelectorAll<HTMLInputElement>('input:not([type=checkbox])') ?? [])];
    (fields.find((f) => f.value === '') ?? fields[0])?.focus();
  }, [key]);
  return form;
}
