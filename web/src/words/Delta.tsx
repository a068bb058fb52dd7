import { Trans, useLingui } from '@lingui/react/macro';
import type { Schemas } from '../api/client.ts';
import type { Unit } from '../ui/format/format.ts';
import { useFormat } from '../ui/format/FormatProvider.tsx';
import { useReasons } from './say/reasons/useReasons.ts';
import styles from './Delta.module.css';

interface Props {
  compare?: Schemas['Comparison'];
  unit: Unit;
  currency?: string | null;
  /** Leaves the word to the screen reader. */
  short?: boolean;
}

/** A change: arrow, size and whether it is good, which the server says, because it depends on the metric. Never colour alone. */
export function Delta({ compare, unit, currency, short }: Props) {
  const { t } = useLingui();
  const format = useFormat();
  const tell = useReasons();
  if (!compare) return null;
  const toDate =
    compare.to_date && compare.from && compare.to
      ? t`compared to date: ${format.day(compare.from)} – ${format.day(compare.to)}`
      : '';
  if (compare.change === null) {
    const said = compare.reason ? tell(compare, compare.reason) : t`nothing to compare with`;
    const why =
      compare.value === null || compare.value === undefined
        ? said
        : `${format.value(compare.value, unit, currency)} · ${said}`; // a part of a total
    return short ? (
      <span className="dim small" title={why}>
        <Trans>not comparable</Trans>
      </span>
    ) : (
      <span className="dim">{why}</span>
    );
  }
  const change = Number(compare.change);
  const good = compare.verdict === 'better' ? true : compare.verdict === 'worse' ? false : undefined;
  const word =
    compare.verdict === 'same' || change === 0 ? t`unchanged` : good === undefined ? '' : good ? t`better` : t`worse`;
  const relative = unit !== 'share' && compare.relative !== null ? format.percent(Number(compare.relative)) : '';
  return (
    <span className={styles.delta} data-good={good} title={[word, toDate].filter(Boolean).join(', ')}>
      <span aria-hidden translate="no">
        {change > 0 ? '▲' : change < 0 ? '▼' : '■'}
      </span>
      <span className="num">{format.change(change, unit, currency)}</span>
      {relative && !short && <span className="num">({relative})</span>}
      {toDate && (
        <span className="dim" title={toDate}>
          {short ? t`to date` : toDate}
        </span>
      )}
      {word && <span className={short ? styles.hidden : undefined}>{word}</span>}
    </span>
  );
}
