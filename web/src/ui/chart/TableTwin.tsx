import { Trans, useLingui } from '@lingui/react/macro';
import { fullValue, type ChartSpec } from './spec.ts';
import styles from './Chart.module.css';

interface Props {
  title: string;
  spec: ChartSpec;
  height: number;
  onPick?: (index: number) => void;
}

/** The same points as a table. */
export function TableTwin({ title, spec, height, onPick }: Props) {
  const { t } = useLingui();
  return (
    <div
      className={styles.twin}
      style={{ maxHeight: Math.max(height, 200) }}
      tabIndex={0}
      role="region"
      aria-label={title}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Period</Trans>
            </th>
            {spec.series.map((s) => (
              <th key={s.name} scope="col" data-number>
                {s.name}
              </th>
            ))}
            {spec.detail && (
              <th scope="col">
                <Trans>Rests on</Trans>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {spec.labels.map((label, i) => (
            <tr key={label}>
              <th scope="row">
                {onPick ? (
                  <button type="button" onClick={() => onPick(i)} aria-label={t`Records of ${label}`}>
                    {label}
                  </button>
                ) : (
                  label
                )}
              </th>
              {spec.series.map((s) => (
                <td key={s.name} data-number>
                  {fullValue(spec, s, i, '–')}
                </td>
              ))}
              {spec.detail && <td>{spec.detail(i)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
