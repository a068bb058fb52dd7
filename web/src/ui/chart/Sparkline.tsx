import styles from './Sparkline.module.css';

interface Props {
  values: (number | null)[];
  /** What it shows, for who does not see it. */
  label: string;
  /** The last value is of a period that is not over: its piece is dotted, its point hollow. */
  unfinished?: boolean;
  width?: number;
  height?: number;
}

/** A run of values without axes, as a small SVG; gaps stay gaps. */
export function Sparkline({ values, label, unfinished, width = 96, height = 28 }: Props) {
  const known = values.filter((v) => v !== null);
  if (known.length < 2) return <span className={styles.none} style={{ height }} />;
  const low = Math.min(...known, 0);
  const high = Math.max(...known);
  const x = (i: number) => 3 + (i * (width - 6)) / Math.max(1, values.length - 1);
  const y = (v: number) => height - 3 - ((v - low) / (high - low || 1)) * (height - 6);
  let path = '';
  const end = values.findLastIndex((v) => v !== null);
  const open = unfinished && end === values.length - 1 && end > 0 && values[end - 1] !== null;
  values.forEach((v, i) => {
    if (v !== null && !(open && i === end)) path += `${i === 0 || values[i - 1] === null ? 'M' : 'L'}${x(i).toFixed(1)} ${y(v).toFixed(1)}`;
  });
  return (
    <svg className={styles.line} viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
      <path d={path} />
      {open && <path d={`M${x(end - 1).toFixed(1)} ${y(values[end - 1]!).toFixed(1)}L${x(end).toFixed(1)} ${y(values[end]!).toFixed(1)}`} strokeDasharray="2 2" data-unfinished />}
      <circle cx={x(end)} cy={y(values[end]!)} r="2.5" data-unfinished={unfinished || undefined} />
    </svg>
  );
}
