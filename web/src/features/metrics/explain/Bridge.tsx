import { Trans, useLingui } from '@lingui/react/macro';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { spans } from './spans.ts';
import { useSteps } from './useSteps.ts';
import styles from './explain.module.css';

/** The way from the first number to the second as a picture; the table below says the same. */
export function Bridge({ explanation: x, row }: { explanation: Schemas['Explanation']; row: Schemas['ExplainedRow'] }) {
  const { t } = useLingui();
  const format = useFormat();
  const steps = useSteps();
  const bars = spans(row);
  if (!bars) return null;
  const total = format.change(Number(row.difference), x.unit, row.currency);
  const said = row.steps
    .filter((s) => s.amount !== null && Number(s.amount) !== 0)
    .map((s) => `${steps[s.step].name}: ${format.change(Number(s.amount), x.unit, row.currency)}`);
  const label = [t`Difference ${total}`, ...said].join(', ');
  return (
    <figure className={styles.bridge} role="img" aria-label={label}>
      {bars.map((b) => {
        const name = b.step ? steps[b.step].name : b.end === 'first' ? t`First number` : t`Second number`;
        const shown = b.step
          ? b.amount === null
            ? '–'
            : Number(b.amount) === 0
              ? '0'
              : format.change(Number(b.amount), x.unit, row.currency)
          : format.value(b.amount!, x.unit, row.currency, true);
        return (
          <div key={name} className={styles.line} data-end={b.end}>
            <span className={styles.name}>{name}</span>
            <span className={styles.track}>
              <span
                className={styles.fill}
                data-sign={b.step ? Math.sign(Number(b.amount)) : undefined}
                style={{ left: `${b.left}%`, width: `max(${b.width}%, 2px)` }}
              />
              <span className={styles.at} style={{ left: `${b.at}%` }} />
            </span>
            <span className={styles.amount}>{shown}</span>
          </div>
        );
      })}
      {bars.cut && (
        <figcaption className="dim small">
          <Trans>The bars do not begin at zero</Trans>
        </figcaption>
      )}
    </figure>
  );
}
