import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, NativeSelect } from '@mantine/core';
import { useWords } from '../../../../words/useWords.ts';
import type { Stage } from '../mapping.ts';
import type { Mapping } from '../useMapping.ts';
import styles from '../mapping.module.css';

/** The stages in the order of the sale, and what each means. */
export function Stages({ stages, m }: { stages: Stage[]; m: Mapping }) {
  const { t } = useLingui();
  const words = useWords();
  if (stages.length === 0) return null;
  const set = (next: Stage[]) => m.change([{ what: 'stages', stages: next }]);
  const move = (from: number, to: number) => {
    const next = [...stages];
    const [moved] = next.splice(from, 1);
    if (moved) next.splice(to, 0, moved);
    set(next);
  };
  return (
    <fieldset className={styles.stages}>
      <legend>
        <Trans>Stages, in the order of the sale</Trans>
      </legend>
      <ol>
        {stages.map((s, i) => (
          <li key={s.name}>
            <span className={styles.stage} translate="no">
              {s.name === '*' ? <Trans>every other</Trans> : s.name}
            </span>
            <NativeSelect
              size="xs"
              aria-label={t`${s.name} means`}
              value={s.outcome}
              data={['open', 'won', 'lost'].map((value) => ({ value, label: words.outcome(value) }))}
              onChange={(e) =>
                set(
                  stages.map((other) =>
                    other === s ? { ...s, outcome: e.currentTarget.value as Stage['outcome'] } : other,
                  ),
                )
              }
            />
            <ActionIcon
              variant="default"
              size="md"
              aria-label={t`Move ${s.name} up`}
              disabled={i === 0}
              onClick={() => move(i, i - 1)}
            >
              ↑
            </ActionIcon>
            <ActionIcon
              variant="default"
              size="md"
              aria-label={t`Move ${s.name} down`}
              disabled={i === stages.length - 1}
              onClick={() => move(i, i + 1)}
            >
              ↓
            </ActionIcon>
          </li>
        ))}
      </ol>
    </fieldset>
  );
}
