import { Trans, useLingui } from '@lingui/react/macro';
import { UnstyledButton } from '@mantine/core';
import type { Num } from '../../../ui/format/format.ts';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { useReasons } from '../../../words/say/reasons/useReasons.ts';
import type { StepCode } from './search.ts';
import { useSteps } from './useSteps.ts';
import styles from './explain.module.css';

interface Props {
  explanation: Schemas['Explanation'];
  row: Schemas['ExplainedRow'];
  step?: StepCode;
  onOpen: (step: StepCode) => void;
}

/** The steps as a table; one with changes behind it opens to the records it moved. */
export function Steps({ explanation: x, row, step: opened, onOpen }: Props) {
  const { t } = useLingui();
  const format = useFormat();
  const tell = useReasons();
  const steps = useSteps();
  const value = (v: Num | null) => (v === null ? '–' : format.value(v, x.unit, row.currency));
  const change = (v: Num | null) => (v === null ? '–' : format.change(Number(v), x.unit, row.currency));
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={t`The steps`}>
      <table className={styles.steps}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Step</Trans>
            </th>
            <th scope="col" data-number>
              <Trans>Amount</Trans>
            </th>
            <th scope="col" data-number>
              <Trans>Number after it</Trans>
            </th>
            <th scope="col" data-number>
              <Trans>Changes</Trans>
            </th>
            <th scope="col">
              <Trans>Records</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              <Trans>First number</Trans>
            </th>
            <td />
            <td data-number>{value(row.first.value)}</td>
            <td />
            <td />
          </tr>
          {row.steps.map((s, i) => {
            const name = steps[s.step].name;
            const unmoved = s.amount !== null && Number(s.amount) === 0;
            return (
              <tr key={s.step} data-quiet={unmoved || undefined}>
                <th scope="row">
                  {name}
                  <span className={styles.means}>
                    {s.after.value === null && s.after.reason ? tell(s.after, s.after.reason) : steps[s.step].means}
                  </span>
                </th>
                <td data-number>{change(s.amount)}</td>
                <td data-number>{value(s.after.value)}</td>
                <td data-number>{format.count(x.changes[i]?.count ?? 0)}</td>
                <td>
                  <UnstyledButton
                    className={styles.open}
                    aria-expanded={opened === s.step}
                    aria-label={`${opened === s.step ? t`Hide` : t`Show`}: ${t`Records that moved: ${name}`}`}
                    onClick={() => onOpen(s.step)}
                  >
                    {opened === s.step ? <Trans>Hide</Trans> : <Trans>Show</Trans>}
                  </UnstyledButton>
                </td>
              </tr>
            );
          })}
          <tr>
            <th scope="row">
              <Trans>Second number</Trans>
            </th>
            <td data-number>{change(row.difference)}</td>
            <td data-number>{value(row.second.value)}</td>
            <td />
            <td />
          </tr>
        </tbody>
      </table>
    </div>
  );
}
