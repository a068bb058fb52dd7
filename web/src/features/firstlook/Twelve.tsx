import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/client.ts';
import type { Unit } from '../../ui/format/format.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { useReasons } from '../../words/say/reasons/useReasons.ts';
import { NeedLinks } from '../../words/NeedLinks.tsx';
import { useWords } from '../../words/useWords.ts';
import styles from './firstlook.module.css';

/** Which of the twelve answer now, and what each other one needs. */
export function Twelve({ entries }: { entries: Schemas['TwelveEntry'][] }) {
  const { t } = useLingui();
  const words = useWords();
  const sorted = [...entries].sort((a, b) => words.place(a.name, a.chain) - words.place(b.name, b.chain));
  return (
    <section className={styles.card} aria-label={t`Key metrics`}>
      <h2><Trans>Key metrics</Trans></h2>
      <ul className={styles.twelve}>
        {sorted.map((e) => <Entry key={e.name} entry={e} />)}
      </ul>
    </section>
  );
}

function Entry({ entry: e }: { entry: Schemas['TwelveEntry'] }) {
  const format = useFormat();
  const words = useWords();
  const tell = useReasons();
  const reason = tell(e, e.reason);
  const name = words.metric(e.name);
  return (
    <li className={styles.entry} data-answers={e.answers || undefined}>
      <span className={styles.entryname}>
        {!e.answers && <span aria-hidden className={styles.mark} translate="no">○</span>}
        {e.available ? <Link to="/metrics/$name" params={{ name: e.name }} search={{}}>{name}</Link> : name}
      </span>
      {e.answers && e.value !== null ? (
        <>
          <strong className={styles.big}>{e.unit === 'days' || e.unit === 'months' ? format.value(e.value, e.unit) : format.headline(e.value, e.unit as Unit, e.currency)}</strong>
          <span className="dim small num">
            <b>{e.from && e.to ? format.range(e.from, e.to) : <Trans>all time</Trans>}</b> · <Trans>n = {format.count(e.n)}</Trans>
            {e.low !== null && e.high !== null && <> · {format.headline(e.low, e.unit as Unit, e.currency)} – {format.headline(e.high, e.unit as Unit, e.currency)}</>}
          </span>
          {e.flags.length > 0 && <span className={styles.flag} title={format.list(e.flags.map(words.flag))}>△ {words.flag(e.flags[0]!)}</span>}
        </>
      ) : (
        <span className="dim small" title={reason}>{e.needs.length > 0 ? <Trans>needs <NeedLinks codes={e.needs} /></Trans> : reason ? <span>{reason}</span> : <Trans>not enough data</Trans>}</span>
      )}
    </li>
  );
}
