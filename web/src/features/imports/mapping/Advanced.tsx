import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useWords } from '../../../words/useWords.ts';
import { forget, keptQuery } from './mapping.ts';
import type { Guess, Mapping } from './useMapping.ts';
import { useDraft } from '../../../ui/useDraft.ts';
import styles from './mapping.module.css';

/** The same choices as text: what stands above is written here, and what is written here stands above. */
export function Advanced({ m, guess }: { m: Mapping; guess: Guess }) {
  const { t } = useLingui();
  const [text, setText] = useDraft(guess.mapping);
  return (
    <details className={styles.advanced}>
      <summary>
        <Trans>Advanced</Trans>
      </summary>
      <p className="dim small">
        <Trans>
          The choices above as a mapping file (YAML), with a reason behind each guess. A change here is taken over
          above.
        </Trans>
      </p>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          m.write(text);
        }}
      >
        <Textarea
          aria-label={t`Mapping`}
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
          autosize
          minRows={8}
          maxRows={28}
          spellCheck={false}
          translate="no"
          classNames={{ input: styles.yaml }}
        />
        <div className={styles.actions}>
          <Button type="submit" size="sm" disabled={text === guess.mapping}>
            <Trans>Take over this mapping</Trans>
          </Button>
          <Button
            component="a"
            size="sm"
            variant="default"
            download="mapping.yaml"
            href={`data:application/yaml;charset=utf-8,${encodeURIComponent(text)}`}
          >
            <Trans>Keep the mapping as a file</Trans>
          </Button>
        </div>
      </form>
      <Kept />
    </details>
  );
}

/** Mappings that were kept, each to be forgotten. */
function Kept() {
  const { t } = useLingui();
  const words = useWords();
  const client = useQueryClient();
  const kept = useQuery(keptQuery).data?.mappings ?? [];
  if (kept.length === 0) return null;
  return (
    <>
      <h3>
        <Trans>Kept mappings</Trans>
      </h3>
      <ul className={styles.kept}>
        {kept.map((k) => (
          <li key={k.name}>
            <span translate="no">{k.name}</span>{' '}
            <span className="dim small">{k.problem || k.objects.map(words.objects).join(', ')}</span>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t`Forget ${k.name}`}
              onClick={() => void forget(k.name).then(() => client.invalidateQueries({ queryKey: ['mappings'] }))}
            >
              <Trans>Forget</Trans>
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
