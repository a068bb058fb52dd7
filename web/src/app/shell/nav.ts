import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useMay, type Ability } from '../../api/may.ts';

export interface NavEntry {
  to: '/' | '/metrics' | '/records/$object' | '/imports' | '/settings';
  params?: { object: string };
  label: MessageDescriptor;
  /** Typed after g. */
  key: string;
  /** Left out for who may not do what the page is for. */
  needs?: Ability;
}

export interface NavGroup {
  label?: MessageDescriptor;
  entries: NavEntry[];
}

const records = (object: string, label: MessageDescriptor, key: string): NavEntry => ({
  to: '/records/$object',
  params: { object },
  label,
  key,
});

/** A group appears with its first page. */
const nav: NavGroup[] = [
  { entries: [{ to: '/', label: msg`Home`, key: 'h' }] },
  {
    label: msg`Sell`,
    entries: [
      records('deal', msg`Deals`, 'd'),
      records('lead', msg`Leads`, 'l'),
      records('account', msg`Accounts`, 'a'),
      records('contact', msg`Contacts`, 'c'),
      records('activity', msg`Activities`, 'v'),
      records('person', msg`People`, 'p'),
    ],
  },
  { label: msg`Measure`, entries: [{ to: '/metrics', label: msg`Key metrics`, key: 'm' }] },
  {
    label: msg`Operate`,
    entries: [
      { to: '/imports', label: msg`Imports`, key: 'i', needs: 'import' },
      { to: '/settings', label: msg`Settings`, key: 's' },
    ],
  },
];

/** The pages that the asker may open. */
export function useNav(): NavGroup[] {
  const may = useMay();
  return nav
    .map((group) => ({ ...group, entries: group.entries.filter((e) => !e.needs || may(e.needs)) }))
    .filter((group) => group.entries.length > 0);
}
