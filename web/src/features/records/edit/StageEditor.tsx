import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Failed } from '../../../ui/state/states.tsx';
import { useToday } from '../../../url/today.ts';
import { useWords } from '../../../words/useWords.ts';
import { Refused } from './EditForm.tsx';
import { Needs, useNeeds } from './Needs.tsx';
import { pipelinesQuery, stagesQuery } from './stages.ts';
import { useSaving, type Save } from './useSaving.ts';
import { refOf } from './values.ts';
import styles from './edit.module.css';

interface Props {
  record: Schemas['RecordDetail'];
  /** The pipeline is chosen as well; its stages follow. */
  withPipeline?: boolean;
  save: Save;
  onClose: () => void;
}

/** Moves a deal: only stages of its pipeline, in order; where the stage closes or opens it again, what that needs is asked along with it. */
export function StageEditor({ record, withPipeline = false, save, onClose }: Props) {
  const { t } = useLingui();
  const words = useWords();
  const format = useFormat();
  const today = useToday();
  const own = refOf(record.fields['pipeline'])?.id;
  const now = refOf(record.fields['stage'])?.id ?? '';
  const [pipeline, setPipeline] = useState(own);
  const [chosen, setChosen] = useState(now);
  const pipelines = useQuery({ ...pipelinesQuery, enabled: withPipeline });
  const stages = useQuery(stagesQuery(pipeline));
  const saving = useSaving(save, onClose);
  const list = stages.data ?? [];
  // another pipeline begins with its first stage
  const stage = list.find((s) => s.id === chosen) ?? (pipeline === own ? undefined : list[0]);
  const needs = useNeeds(record, stage, today);

  const submit = () => {
    if (!stage) return onClose();
    saving.write(
      {
        ...(pipeline !== own
          ? {
              pipeline: pipeline
                ? { id: pipeline, name: pipelines.data?.records.find((p) => p.id === pipeline)?.title ?? '' }
                : null,
            }
          : {}),
        stage: { id: stage.id, name: stage.name },
        ...needs.fields,
      },
      words.field('stage'),
    );
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key !== 'Escape') return;
    e.stopPropagation();
    onClose();
  };
  if (stages.isError) return <Failed error={stages.error} onRetry={() => void stages.refetch()} />;
  return (
    <form
      className={styles.stage}
      onKeyDown={onKeyDown}
      onSubmit={(e) => {
        e.preventDefault();
        submit();
      }}
    >
      {withPipeline && (
        <NativeSelect
          size="xs"
          autoFocus
          label={words.field('pipeline')}
          value={pipeline ?? ''}
          onChange={(e) => setPipeline(e.currentTarget.value || undefined)}
          data={[
            ...(own ? [] : [{ value: '', label: '–' }]),
            ...(pipelines.data?.records ?? []).map((p) => ({ value: p.id, label: p.title || p.id })),
          ]}
        />
      )}
      <NativeSelect
        size="xs"
        autoFocus={!withPipeline}
        label={withPipeline ? words.field('stage') : undefined}
        aria-label={words.field('stage')}
        value={stage?.id ?? ''}
        error={saving.refused !== undefined}
        onChange={(e) => setChosen(e.currentTarget.value)}
        data={[
          ...(stage ? [] : [{ value: '', label: '–' }]),
          ...list.map((s) => ({
            value: s.id,
            label: s.outcome === 'open' ? s.name : t`${s.name} (closes: ${words.outcome(s.outcome)})`,
          })),
        ]}
      />
      <Needs of={needs} />
      {stage?.probability !== undefined && stage.id !== now && (
        <p className="dim small">
          <Trans>The probability becomes {format.share(stage.probability)}.</Trans>
        </p>
      )}
      <div className={styles.buttons}>
        <Button type="submit" size="compact-sm" loading={saving.pending}>
          <Trans>Save</Trans>
        </Button>
        <Button variant="default" size="compact-sm" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
      <Refused saving={saving} />
    </form>
  );
}
