import styles from './Sparkline.module.css';

interface Props {
  values: (number | null)[];
  /** What it shows, for who does not see it. */
  label: string;
  /** The last value's period is not over. */
  open?: boolean;
  /** What the first and the last point are called. */
  names?: string[];
}

const width = 260;
const height = 68;
const edge = 5;

/** A run of values as a small SVG as wide as its place, fitted to the values; gaps stay gaps, an unfinished end is open. */
export function Sparkline({ values, label, open, names = [] }: Props) {
  const known = values.filter((v) => v !== null);
  if (known.length < 2) return <span className={styles.none} />;
  const low = Math.min(...known);
  const high = Math.max(...known);
  const x = (i: number) => edge + (i * (width - 2 * edge)) / Math.max(1, values.length - 1);
  const y = (v: number) =>
    high === low ? height / 2 : height - 12 - ((v - low) / (high - low)) * (height - 12 - edge);
  const runs: { i: number; v: number }[][] = [];
  values.forEach((v, i) => {
    if (v === null) return;
    if (i === 0 || values[i - 1] === null) runs.push([]);
    runs.at(-1)!.push({ i, v });
  });
  const path = (points: { i: number; v: number }[]) =>
    points.map((p, k) => `${k === 0 ? 'M' : 'L'}${x(p.i).toFixed(1)} ${y(p.v).toFixed(1)}`).join('');
  const area = (points: { i: number; v: number }[]) =>
    `${path(points)}L${x(points.at(-1)!.i).toFixed(1)} ${height}L${x(points[0]!.i).toFixed(1)} ${height}Z`;
  const end = runs.at(-1)!;
  const solid = runs.map((r) => (open && r === end ? r.slice(0, -1) : r)).filter((r) => r.length > 0);
  const last = end.at(-1)!;
  return (
    <span className={styles.box}>
      <svg className={styles.line} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {runs.map((r) => (
          <path key={`a${r[0]!.i}`} className={styles.area} d={area(r)} />
        ))}
        <path d={solid.map(path).join('')} />
        {open && end.length > 1 && <path className={styles.dots} d={path(end.slice(-2))} />}
        {runs.flat().map((p) => p !== last && <circle key={p.i} cx={x(p.i)} cy={y(p.v)} r="1.8" />)}
        <circle className={open ? styles.open : undefined} cx={x(last.i)} cy={y(last.v)} r={open ? 3.5 : 2.5} />
      </svg>
      {names.length > 0 && (
        <span className={styles.names} aria-hidden>
          {names.map((n, i) => (
            <span key={i}>{n}</span>
          ))}
        </span>
      )}
    </span>
  );
}
