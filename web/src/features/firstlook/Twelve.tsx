import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/client.ts';
import { Sparkline } from '../../ui/chart/Sparkline.tsx';
import type { Unit } from '../../ui/format/format.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { useReasons } from '../../words/say/reasons/useReasons.ts';
import { NeedLinks } from '../../words/links/NeedLinks.tsx';
import { NoValue } from '../../words/NoValue.tsx';
import { useWords } from '../../words/useWords.ts';
import styles from './firstlook.module.css';

type Row = Schemas['Row'];
interface Props {
  entries: Schemas['TwelveEntry'][];
  past: Map<string, Row[]>;
}

/** Which of the twelve answer now, and what each other one needs. */
export function Twelve({ entries, past }: Props) {
  const { t } = useLingui();
  return (
    <section className={styles.card} aria-label={t`Key metrics`}>
      <h2>
        <Trans>Key metrics</Trans>
      </h2>
      <ul className={styles.twelve}>
        {entries.map((e) => (
          <Entry key={e.name} entry={e} past={past.get(e.name) ?? []} />
        ))}
      </ul>
    </section>
  );
}

function Entry({ entry: e, past }: { entry: Schemas['TwelveEntry']; past: Row[] }) {
  const words = useWords();
  const tell = useReasons();
  const reason = tell(e, e.reason);
  const name = words.metric(e.name);
  return (
    <li className={styles.entry} data-answers={e.answers || undefined}>
      <span className={styles.entryname}>
        {!e.answers && (
          <span aria-hidden className={styles.mark} translate="no">
            ○
          </span>
        )}
        {e.available ? (
          <Link to="/metrics/$name" params={{ name: e.name }} search={{}}>
            {name}
          </Link>
        ) : (
          name
        )}
      </span>
      {e.answers && e.value !== null ? (
        <Answered entry={e} past={past} />
      ) : (
        <span className="dim small" title={reason}>
          {e.needs.length > 0 ? (
            <Trans>
              needs <NeedLinks codes={e.needs} />
            </Trans>
          ) : reason ? (
            <span>{reason}</span>
          ) : (
            <Trans>not enough data</Trans>
          )}
        </span>
      )}
    </li>
  );
}

/** A metric without days of its own stands for its last period that is over; the number of all time stays below. */
function Answered({ entry: e, past }: { entry: Schemas['TwelveEntry']; past: Row[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const tell = useReasons();
  const value = (v: Row['value'], currency: Row['currency']) =>
    v === null
      ? ''
      : e.unit === 'days' || e.unit === 'months'
        ? format.value(v, e.unit)
        : format.headline(v, e.unit as Unit, currency);
  const over = e.from || e.to ? undefined : past.findLast((r) => r.label && !r.flags.includes('incomplete'));
  const row = over ?? e;
  const name = words.metric(e.name);
  const shown = past.slice(
    Math.max(
      0,
      past.findIndex((r) => r.value !== null),
    ),
  );
  return (
    <>
      <strong className={styles.big} title={tell(row, row.reason)}>
        {row.value === null ? (
          <span className={`${styles.none} dim`}>
            <NoValue code={row.reason_code} />
          </span>
        ) : (
          value(row.value, row.currency)
        )}
      </strong>
      <span className="dim small num">
        <b>
          {over ? format.period(over.label!) : e.from && e.to ? format.range(e.from, e.to) : <Trans>all time</Trans>}
        </b>{' '}
        ·{' '}
        <span className="nowrap">
          <Trans>n = {format.count(row.n)}</Trans>
        </span>
        {row.low !== null && row.high !== null && (
          <>
            {' '}
            ·{' '}
            <span className="nowrap">
              {value(row.low, row.currency)} – {value(row.high, row.currency)}
            </span>
          </>
        )}
      </span>
      <Sparkline
        values={shown.map((r) => (r.value === null ? null : Number(r.value)))}
        label={t`${name}, the last periods`}
        open={shown.at(-1)?.flags.includes('incomplete')}
      />
      {over && (
        <span className="dim small num">
          <Trans>all time</Trans> <span>{value(e.value, e.currency)}</span> ·{' '}
          <span className="nowrap">
            <Trans>n = {format.count(e.n)}</Trans>
          </span>
        </span>
      )}
      {row.flags.length > 0 && (
        <span className={styles.flag} title={format.list(row.flags.map(words.flag))}>
          △ {words.flag(row.flags[0]!)}
        </span>
      )}
    </>
  );
}
