import { useLingui } from '@lingui/react/macro';
import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import '@mantine/spotlight/styles.layer.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { api, data } from '../../api/client.ts';
import { catalogueQuery } from '../../api/queries.ts';
import { choose, languages, type Language } from '../../ui/i18n/locale.ts';
import { useWords } from '../../words/useWords.ts';
import { useNav } from '../shell/nav.ts';
import { objectSynonyms, pageSynonyms } from '../../words/lists/synonyms.ts';
import { recent } from './recent.ts';
import { useActions } from './actions.ts';

const [store, spotlight] = createSpotlight();

/** Enter takes the first entry when none was chosen with the arrows: results may have come after the last key. */
function takeFirst(e: KeyboardEvent) {
  if (e.key !== 'Enter' || e.nativeEvent.isComposing) return;
  const entries = [...document.querySelectorAll<HTMLElement>('.mantine-Spotlight-action')];
  if (!entries.some((a) => a.hasAttribute('data-selected'))) entries[0]?.click();
}

interface Props {
  onClose: () => void;
  onHelp: () => void;
}

/** Navigation, search and actions in one box; what was used last comes first. */
export function Palette({ onClose, onHelp }: Props) {
  const { t, i18n } = useLingui();
  const words = useWords();
  const nav = useNav();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const [query, setQuery] = useState('');
  const [slow] = useDebouncedValue(query.trim(), 80);
  const catalogue = useQuery(catalogueQuery);
  const hits = useQuery({
    queryKey: ['search', slow],
    queryFn: ({ signal }) => data(api.GET('/api/v1/search', { params: { query: { q: slow, limit: 8 } }, signal })),
    enabled: slow.length >= 2,
  });
  useEffect(() => spotlight.open(), []);

  const pages: SpotlightActionData[] = nav
    .flatMap((g) => g.entries)
    .map((e) => ({
      id: `page ${e.key}`,
      label: i18n._(e.label),
      rightSection: `g ${e.key}`,
      keywords: [
        `${e.to} ${e.params?.object ?? ''}`,
        (e.params ? objectSynonyms[e.params.object] : pageSynonyms[e.to]) ?? '',
      ],
      onClick: () => void navigate({ to: e.to, params: e.params as never, search: {} as never }),
    }));
  const metrics: SpotlightActionData[] = (catalogue.data?.metrics ?? []).map((m) => ({
    id: `metric ${m.name}`,
    label: words.metric(m.name, m.title),
    description: words.question(m.name, m.question),
    keywords: [m.name, m.also],
    onClick: () => void navigate({ to: '/metrics/$name', params: { name: m.name } }),
  }));
  const records: SpotlightActionData[] = (slow.length >= 2 ? (hits.data?.results ?? []) : []).map((r) => ({
    id: `record ${r.id}`,
    label: r.title || r.id,
    description: `${words.object(r.object)} ${r.detail}`,
    keywords: query,
    onClick: () => void navigate({ to: '/records/$object/$id', params: { object: r.object, id: r.id } }),
  }));
  const actions: SpotlightActionData[] = [
    ...useActions(),
    { id: 'light', label: t`Light colours`, onClick: () => setColorScheme('light') },
    { id: 'dark', label: t`Dark colours`, onClick: () => setColorScheme('dark') },
    ...Object.entries(languages).map(([code, name]) => ({
      id: `speak ${code}`,
      label: name,
      onClick: () => void choose(code as Language),
    })),
    { id: 'help', label: t`Keyboard help`, rightSection: '?', onClick: () => setTimeout(onHelp) },
  ];
  const remembered = (list: SpotlightActionData[]) =>
    list.map((a) => ({
      ...a,
      onClick: (e: MouseEvent<HTMLButtonElement>) => {
        recent.add(a.id);
        a.onClick?.(e);
      },
    }));
  const everything = [...remembered(pages), ...remembered(metrics), ...remembered(actions)];
  const used = query === '' ? recent.list().flatMap((id) => everything.find((a) => a.id === id) ?? []) : [];

  return (
    <Spotlight
      store={store}
      actions={[
        ...(used.length > 0 ? [{ group: t`Recent`, actions: used.map((a) => ({ ...a, id: `recent ${a.id}` })) }] : []),
        ...(records.length > 0 ? [{ group: t`Records`, actions: remembered(records) }] : []),
        { group: t`Pages`, actions: remembered(pages) },
        { group: t`Metrics`, actions: remembered(metrics) },
        { group: t`Actions`, actions: remembered(actions) },
      ]}
      query={query}
      onQueryChange={setQuery}
      nothingFound={hits.isFetching ? t`Searching …` : t`Nothing found`}
      searchProps={{ placeholder: t`Go to, find, do …`, 'aria-label': t`Go to, find, do`, onKeyDown: takeFirst }}
      onSpotlightClose={onClose}
      shortcut={null}
      overlayProps={{ blur: 0 }}
      scrollable
      attributes={{ content: { 'aria-label': t`Go to, find, do` } }}
      maxHeight={420}
      limit={30}
      transitionProps={{ duration: 0 }}
    />
  );
}
