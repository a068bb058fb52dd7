import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { Failed } from '../state/states.tsx';
import { Canvas } from './Canvas.tsx';
import type { Drawing } from './engine.ts';
import type { ChartSpec } from './spec.ts';
import { TableTwin } from './TableTwin.tsx';
import styles from './Chart.module.css';

interface Props {
  /** Names the picture and the exported file. */
  title: string;
  spec: ChartSpec;
  height?: number;
  /** A click, or Enter, on a point. */
  onPick?: (index: number) => void;
}

/** A chart with its twin as a table, an export as PNG, and keyboard access. */
export function Chart({ title, spec, height = 280, onPick }: Props) {
  const { t } = useLingui();
  const [asTable, setAsTable] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const drawing = useRef<Drawing | null>(null);

  const save = () => {
    const link = document.createElement('a');
    link.href = drawing.current?.png() ?? '';
    link.download = `${title}.png`;
    link.click();
  };
  const table = asTable || error !== null;
  return (
    <figure className={styles.figure} aria-label={title}>
      <div className={styles.tools}>
        <Legend spec={spec} />
        <Button variant="subtle" size="compact-xs" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? <Trans>View as chart</Trans> : <Trans>View as table</Trans>}
        </Button>
        <Button variant="subtle" size="compact-xs" disabled={table} onClick={save} aria-label={t`Save chart as PNG`}>
          PNG
        </Button>
      </div>
      {error !== null && <Failed error={error} />}
      {table ? (
        <TableTwin title={title} spec={spec} height={height} onPick={onPick} />
      ) : (
        <Canvas title={title} spec={spec} height={height} onPick={onPick} drawing={drawing} onError={setError} />
      )}
    </figure>
  );
}

function Legend({ spec }: { spec: ChartSpec }) {
  // only what is drawn: a period to come is not over, and has no point
  const open = spec.series.find((s) => !s.dashed && spec.unfinished?.some((u, i) => u && s.values[i] != null));
  const ranged = spec.series.find((s) => s.low);
  return (
    <ul className={styles.legend}>
      {spec.series.map((s) => (
        <li key={s.name}>
          <span className={styles.key} data-tone={s.tone} data-dashed={s.dashed || undefined} aria-hidden />
          {s.name}
        </li>
      ))}
      {ranged && (
        <li>
          <span className={ranged.kind === 'bar' ? styles.whisker : styles.band} aria-hidden />
          <Trans>Interval</Trans>
        </li>
      )}
      {open && (
        <li>
          <span className={open.kind === 'bar' ? styles.openBar : styles.open} aria-hidden />
          <Trans>Period not over yet</Trans>
        </li>
      )}
    </ul>
  );
}
