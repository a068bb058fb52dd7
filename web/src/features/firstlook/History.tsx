import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Slider } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Schemas } from '../../api/client.ts';
import { metricDaysQuery, metricQuery } from '../../api/queries.ts';
import { Chart } from '../../ui/chart/Chart.tsx';
import type { ChartSpec } from '../../ui/chart/spec.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { tidy, useView } from '../../url/view.ts';
import { useReasons } from '../../words/say/reasons/useReasons.ts';
import { useWords } from '../../words/useWords.ts';
import { sampleDays, span } from './days.ts';
import styles from './firstlook.module.css';

const shown = [
  { name: 'win_rate', tone: 'won' },
  { name: 'open_pipeline', tone: 'open' },
] as const;

/** Pipeline and win rate as they read on each day of the known history, under one slider. */
export function History({ look }: { look: Schemas['FirstLook'] }) {
  const { t } = useLingui();
  const format = useFormat();
  const [view, change] = useView();
  const { since, until } = look.history;
  const days = useMemo(() => span(since ?? until, until), [since, until]);
  const [at, setAt] = useState(days.length - 1);
  const day = days.at(Math.min(at, days.length - 1));
  if (!since || days.length < 2) return null;
  return (
    <section className={styles.history} aria-label={t`How the numbers read on each day`}>
      <div className={styles.pictures}>
        {shown.map((m) => (
          <Past key={m.name} metric={m.name} tone={m.tone} look={look} day={day} onDay={(d) => setAt(days.index(d))} />
        ))}
      </div>
      <div className={styles.slide}>
        <Slider
          aria-label={t`Day`}
          thumbLabel={t`Day`}
          min={0}
          max={days.length - 1}
          value={at}
          onChange={setAt}
          label={null}
          size="sm"
          thumbValueText={format.day(day)}
        />
        <p className={styles.day}>
          <b className="num">{format.day(day)}</b>
          <Button
            variant="default"
            size="compact-xs"
            disabled={at === days.length - 1}
            onClick={() => change({ as_of: day, known_at: view.known_at && day })}
          >
            <Trans>See everything as of this day</Trans>
          </Button>
        </p>
      </div>
    </section>
  );
}

interface PastProps {
  metric: string;
  tone: 'won' | 'open';
  look: Schemas['FirstLook'];
  day: string;
  onDay: (day: string) => void;
}

function Past({ metric, tone, look, day, onDay }: PastProps) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const [view] = useView();
  const { since, until } = look.history;
  const findings = look.findings;
  const days = useMemo(
    () =>
      sampleDays(
        span(since ?? until, until),
        findings.flatMap((f) => (f.day ? [f.day] : [])),
      ),
    [since, until, findings],
  );
  const [slow] = useDebouncedValue(day, 40);
  const drawn = useQuery(metricDaysQuery(metric, days, view.known_at));
  const answers = useMemo(() => new Map(drawn.data?.days.map((d) => [d.day, d.answer])), [drawn.data]);
  const values = useMemo(() => days.map((d) => answers.get(d)?.rows[0]?.value ?? null), [days, answers]);
  const current = useQuery({
    ...metricQuery(metric, tidy({ as_of: slow, known_at: view.known_at })),
    enabled: !drawn.isPending && !answers.get(slow),
    placeholderData: (old?: Schemas['Answer']) => old ?? drawn.data?.days.at(-1)?.answer,
  });
  const answer = answers.get(slow) ?? current.data;
  const row = answer?.rows[0];
  const unit = answer?.unit ?? 'count';
  const spec: ChartSpec = useMemo(
    () => ({
      labels: days.map(format.day),
      series: [
        { name: words.metric(metric), kind: 'line', tone, values: values.map((v) => (v === null ? null : Number(v))) },
      ],
      full: (v) => format.value(v, unit, row?.currency),
      short: (v) => format.value(v, unit, row?.currency, true),
      days,
      tick: format.tick,
      least: unit === 'share' || unit === 'money' ? 0 : undefined,
      most: unit === 'share' ? 1 : undefined,
    }),
    [days, values, unit, row?.currency, metric, tone, format, words],
  );
  return (
    <div className={styles.picture}>
      <p className={styles.now}>
        <span>{words.metric(metric)}</span>
        <strong className="num" aria-live="polite">
          {row?.value === null || row?.value === undefined ? '–' : format.headline(row.value, unit, row.currency)}
        </strong>
        {row && row.value !== null && (
          <span className="dim small num">
            {metric === 'win_rate' && (
              <>
                <Trans>all deals closed until then</Trans> ·{' '}
              </>
            )}
            {row.denominator !== null && unit === 'share' ? (
              <Trans>
                {format.number(row.numerator ?? 0)} of {format.number(row.denominator)}
              </Trans>
            ) : (
              <Trans>n = {format.count(row.n)}</Trans>
            )}
          </span>
        )}
      </p>
      {row?.value === null && values.every((v) => v === null) ? (
        <NoPicture row={row} />
      ) : (
        <Chart
          title={t`${words.metric(metric)} as it read on each day`}
          spec={spec}
          height={150}
          onPick={(i) => onDay(days[i]!)}
        />
      )}
    </div>
  );
}

/** Why no day has a value, and where that can be changed. */
function NoPicture({ row }: { row: Schemas['Row'] }) {
  const tell = useReasons();
  const rates = row.reason_code === 'currencies_mixed' || row.reason_code === 'rate_missing';
  return (
    <p className="dim">
      {tell(row, row.reason)}
      {rates && (
        <>
          {' '}
          ·{' '}
          <Link to="/settings" search={{}}>
            <Trans>Set the currency and the exchange rates</Trans>
          </Link>
        </>
      )}
    </p>
  );
}
