import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button } from '@mantine/core';
import { useMay } from '../../../api/may.ts';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { FieldText } from '../../../words/FieldText.tsx';
import { useWords } from '../../../words/useWords.ts';
import { sourceName } from '../../../words/lists/sources.ts';
import { useUndo } from './useWrites.ts';
import styles from './record.module.css';

interface Props {
  change: Schemas['RecordChange'];
  readOnly: boolean;
}

const kindOf = (v: unknown) =>
  typeof v === 'string' && /^\d{4}-\d\d-\d\dT/.test(v)
    ? 'instant'
    : typeof v === 'string' && /^\d{4}-\d\d-\d\d$/.test(v)
      ? 'day'
      : typeof v === 'number'
        ? 'number'
        : 'text';

export function ChangeEntry({ change: c, readOnly }: Props) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const undo = useUndo();
  const takesBack = useMay()('undo') || c.mine;
  const marks = c.flags.filter((f) => f !== 'import');
  const later = Math.abs(Date.parse(c.known_at) - Date.parse(c.effective_at)) > 60_000;
  const moved = c.fields.filter((f) => JSON.stringify(f.before) !== JSON.stringify(f.after)); // a source restates what was so
  const who = c.mine
    ? t`you`
    : c.actor === 'import'
      ? t`import`
      : c.by || (c.actor === 'owner' ? t`Owner of the data folder` : c.actor);
  return (
    <li className={styles.change} data-kind={c.kind}>
      <div className={styles.when}>
        <b>{words.changeKind(c.kind)}</b>
        <span className="num">{format.instant(c.effective_at)}</span>
        {marks.map((f) => (
          <Badge key={f} size="sm" color={f === 'reconciled' ? 'yellow' : 'gray'}>
            {words.changeFlag(f)}
          </Badge>
        ))}
        {!readOnly && takesBack && (
          <Button
            className={styles.undo}
            variant="subtle"
            size="compact-xs"
            loading={undo.isPending}
            onClick={() => undo.mutate(c.seq)}
            aria-label={t`Undo change ${c.seq}`}
          >
            <Trans>Undo</Trans>
          </Button>
        )}
      </div>
      {moved.length > 0 && (
        <ul className={styles.fields}>
          {moved.map((f) => (
            <li key={f.name}>
              <span className="dim">{words.field(f.name, f.label)}</span>{' '}
              {f.before !== null && (
                <>
                  <s>
                    <FieldText field={{ name: f.name, kind: kindOf(f.before) }} value={f.before} />
                  </s>{' '}
                  <span aria-label={t`to`} role="img">
                    →
                  </span>{' '}
                </>
              )}
              <FieldText field={{ name: f.name, kind: kindOf(f.after) }} value={f.after} />
            </li>
          ))}
        </ul>
      )}
      <p className={styles.from}>
        <Trans>
          by <span translate="no">{who}</span>
        </Trans>
        {c.source && (
          <>
            {' '}
            ·{' '}
            <Trans>
              from <span translate="no">{sourceName(c.source)}</span>
            </Trans>
          </>
        )}
        {c.cause_title && (
          <>
            {' '}
            · <span translate="no">{c.cause_title}</span>
          </>
        )}
        {later && (
          <>
            {' '}
            · <Trans>known since {format.instant(c.known_at)}</Trans>
          </>
        )}{' '}
        ·{' '}
        <span className="num" translate="no">
          #{c.seq}
        </span>
      </p>
    </li>
  );
}
