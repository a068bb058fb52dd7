import { useLingui } from '@lingui/react/macro';
import type { SpotlightActionData } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMay } from '../../api/may.ts';
import { periodsQuery } from '../../api/queries.ts';
import { toast } from '../../ui/toast.tsx';
import { dayBefore, presetRange, type Preset } from '../../url/presets.ts';
import { useToday } from '../../url/today.ts';
import { useView } from '../../url/view.ts';
import { usePresetNames } from '../bar/presetNames.ts';
import { useObeys } from '../bar/obeys.ts';

/** What can be done from where one is: choose days, compare, travel, import, copy the address. */
export function useActions(): SpotlightActionData[] {
  const { t } = useLingui();
  const [view, change] = useView();
  const navigate = useNavigate();
  const may = useMay();
  const obeys = useObeys();
  const today = useToday();
  const names = usePresetNames();
  const named = useQuery(periodsQuery(today)).data ?? [];
  const past = view.as_of ?? view.known_at;
  const period = (p: Preset): SpotlightActionData => ({
    id: `do period ${p}`,
    label: `${t`Period`}: ${names[p]}`,
    keywords: `period ${p.replaceAll('_', ' ')} 周期 时间 período`,
    onClick: () =>
      change({
        from: undefined,
        to: undefined,
        ...(p === 'all' ? { compare: undefined } : {}),
        ...presetRange(p, named),
      }),
  });
  const compare = (to: 'previous' | 'year' | undefined, name: string): SpotlightActionData => ({
    id: `do compare ${to ?? 'none'}`,
    label: `${t`Compare with`}: ${name}`,
    keywords: 'compare versus vs against 对比 比较 comparar',
    onClick: () => change({ compare: to }),
  });
  return [
    ...(may('import')
      ? [
          {
            id: 'do import',
            label: t`Import files`,
            keywords: 'import upload csv excel 导入 上传 importar',
            onClick: () => void navigate({ to: '/', search: {} as never }),
          },
        ]
      : []),
    ...(obeys('period')
      ? (
          [
            'this_month',
            'last_month',
            'this_quarter',
            'last_quarter',
            'this_year',
            'last_year',
            'last_12_months',
            'all',
          ] as const
        )
          .filter((p) => presetRange(p, named))
          .map(period)
      : []),
    ...(obeys('compare') && view.from && view.to
      ? [compare('previous', t`Period before`), compare('year', t`Year before`), compare(undefined, t`Nothing`)]
      : []),
    ...(obeys('as_of') && past
      ? [
          {
            id: 'do now',
            label: t`Back to now`,
            keywords: 'as of today now 现在 agora hoje',
            onClick: () => change({ as_of: undefined, known_at: undefined }),
          },
        ]
      : []),
    ...(obeys('as_of')
      ? [
          {
            id: 'do yesterday',
            label: t`See everything as of yesterday`,
            keywords: 'as of time travel past 昨天 过去 ontem passado',
            onClick: () => change({ as_of: dayBefore(today), known_at: undefined }),
          },
        ]
      : []),
    ...(obeys('scope') && view.scope
      ? [
          {
            id: 'do everybody',
            label: t`Show everybody’s records`,
            keywords: 'whose scope team all 所有人 todos',
            onClick: () => change({ scope: undefined }),
          },
        ]
      : []),
    {
      id: 'do copy',
      label: t`Copy the address of this page`,
      keywords: 'link share url 链接 分享 compartilhar copiar',
      onClick: () => void navigator.clipboard.writeText(location.href).then(() => toast(t`Address copied`)),
    },
  ];
}
