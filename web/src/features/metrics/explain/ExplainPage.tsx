import { Trans, useLingui } from '@lingui/react/macro';
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Query } from '../../../ui/state/Query.tsx';
import { Empty } from '../../../ui/state/states.tsx';
import { useTitle } from '../../../ui/useTitle.ts';
import { useWords } from '../../../words/useWords.ts';
import { Bridge } from './Bridge.tsx';
import { Links } from './Links.tsx';
import { Moved } from './Moved.tsx';
import { explanationQuery } from './queries.ts';
import type { ExplainSearch, StepCode } from './search.ts';
import { Steps } from './Steps.tsx';
import { Two } from './Two.tsx';
import metric from '../metric.module.css';

const route = getRouteApi('/explain');

/** Why two answers to one question differ, step by step. */
export function ExplainPage() {
  const { t } = useLingui();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  useTitle(t`Why do these differ`);
  const go = (patch: ExplainSearch) =>
    void navigate({ search: (old) => ({ ...old, ...patch }), replace: patch.first === undefined });
  return (
    <div className={metric.page}>
      <header className={metric.title}>
        <h1>
          <Trans>Why do these differ</Trans>
        </h1>
        <p className="dim">
          <Trans>
            Two answers to one question, asked again step by step. The steps add up to the whole difference.
          </Trans>
        </p>
      </header>
      <Links
        key={`${search.first} ${search.second}`}
        search={search}
        onCompare={(first, second) => go({ first, second, row: undefined, step: undefined })}
      />
      {search.first && search.second ? (
        <Asked first={search.first} second={search.second} search={search} go={go} />
      ) : (
        <Empty title={<Trans>Two links are needed</Trans>}>
          <Trans>
            Open a number, copy the link to this number, and paste two of them here: of the same metric, the same days
            and filters, taken at different times.
          </Trans>
        </Empty>
      )}
    </div>
  );
}

interface AskedProps {
  first: string;
  second: string;
  search: ExplainSearch;
  go: (patch: ExplainSearch) => void;
}

function Asked({ first, second, search, go }: AskedProps) {
  const explanation = useQuery(explanationQuery(first, second));
  return (
    <Query of={explanation} height={420}>
      {(x) => {
        const at = Math.min(search.row ?? 0, x.rows.length - 1);
        const row = x.rows[at];
        if (!row) return <Empty title={<Trans>Neither has a number</Trans>} />;
        const open = (step: StepCode) => go({ step: step === search.step ? undefined : step });
        return (
          <>
            <Two explanation={x} row={row} first={first} second={second} />
            {x.rows.length > 1 && (
              <Rows explanation={x} at={at} onPick={(i) => go({ row: i || undefined, step: undefined })} />
            )}
            <Bridge explanation={x} row={row} />
            <Steps explanation={x} row={row} step={search.step} onOpen={open} />
            {search.step && <Moved first={first} second={second} step={search.step} row={row} unit={x.unit} />}
          </>
        );
      }}
    </Query>
  );
}

/** Which row of a breakdown is explained. */
function Rows({
  explanation: x,
  at,
  onPick,
}: {
  explanation: Schemas['Explanation'];
  at: number;
  onPick: (index: number) => void;
}) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const name = (r: Schemas['ExplainedRow']) =>
    [
      ...x.dimensions.map((d) => words.cutBy(d, r.by[d]?.name ?? '')),
      ...(r.label ? [format.period(r.label)] : []),
    ].join(' · ');
  const change = (r: Schemas['ExplainedRow']) =>
    r.difference === null ? '–' : format.change(Number(r.difference), x.unit, r.currency);
  return (
    <NativeSelect
      label={t`Row`}
      value={String(at)}
      onChange={(e) => onPick(Number(e.currentTarget.value))}
      data={x.rows.map((r, i) => ({ value: String(i), label: `${name(r)} (${change(r)})` }))}
      maw={420}
    />
  );
}
