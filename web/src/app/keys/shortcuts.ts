import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useNav, type NavEntry } from '../shell/nav.ts';

const key = 'salesops.single-keys';

/** Single keys can be turned off: they get in the way of speech input. */
export const singleKeys = {
  on: () => localStorage.getItem(key) !== 'off',
  set: (on: boolean) => localStorage.setItem(key, on ? 'on' : 'off'),
};

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    target.closest('[role=dialog]') !== null);

/** Ctrl-K, ?, /, e and g followed by a page's letter. */
export function useShortcuts() {
  const [open, setOpen] = useState<'palette' | 'help' | null>(null);
  const navigate = useNavigate();
  const pages = useRef<NavEntry[]>([]);
  const nav = useNav();
  useEffect(() => {
    pages.current = nav.flatMap((g) => g.entries);
  });
  const afterG = useRef(0);

  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') {
        e.preventDefault();
        return setOpen((o) => (o === 'palette' ? null : 'palette'));
      }
      if (e.ctrlKey || e.metaKey || e.altKey || !singleKeys.on() || typing(e.target)) return;
      if (Date.now() - afterG.current < 1500) {
        afterG.current = 0;
        const entry = pages.current.find((n) => n.key === e.key);
        if (entry) {
          e.preventDefault();
          void navigate({ to: entry.to, params: entry.params as never, search: {} as never });
        }
        return;
      }
      if (e.key === 'g') afterG.current = Date.now();
      else if (e.key === '?') setOpen('help');
      else if (e.key === '/' || e.key === 'e') {
        const target = document.querySelector<HTMLElement>(`[data-shortcut="${e.key}"]`);
        if (!target) return;
        e.preventDefault();
        target.focus();
        if (e.key === 'e') target.click();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate]);

  return {
    palette: open === 'palette',
    help: open === 'help',
    openPalette: useCallback(() => setOpen('palette'), []),
    openHelp: useCallback(() => setOpen('help'), []),
    close: useCallback(() => setOpen(null), []),
  };
}
