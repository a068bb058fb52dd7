import { Trans, useLingui } from '@lingui/react/macro';
import { Button, CopyButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Schemas } from '../../../api/client.ts';
import type { View } from '../../../url/view.ts';
import { FieldText } from '../../../words/FieldText.tsx';
import { useWords } from '../../../words/useWords.ts';
import { sourceName } from '../../../words/lists/sources.ts';
import { FieldEditor } from '../edit/FieldEditor.tsx';
import { StageEditor } from '../edit/StageEditor.tsx';
import { useSave } from './useWrites.ts';
import styles from './record.module.css';

/** What follows from a deal's amount and term; no record holds it. */
const annual = ['tcv', 'acv'];

interface Props {
  record: Schemas['RecordDetail'];
  fields: Schemas['SchemaField'][];
  readOnly: boolean;
  view: View;
}

/** All fields, each edited in place. Empty ones stay folded away until asked for. */
export function Facts({ record, fields, readOnly }: Props) {
  const { t } = useLingui();
  const words = useWords();
  const [editing, setEditing] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const save = useSave(record);
  const filled = fields.filter(
    (f) => record.fields[f.name] !== undefined && record.fields[f.name] !== null && record.fields[f.name] !== '',
  );
  const shown = all ? fields : filled;
  const list = useRef<HTMLDListElement>(null);
  const last = useRef<string>(null);
  useEffect(() => {
    // who edits by key goes on from the field they left
    if (editing === null && last.current && document.activeElement === document.body)
      list.current?.querySelector<HTMLElement>(`[data-edits="${last.current}"]`)?.focus();
    last.current = editing;
  }, [editing]);
  const close = () => setEditing(null);
  // a deal's outcome is its stage's
  const follows = (name: string) => record.object === 'deal' && name === 'outcome' && Boolean(record.fields['stage']);
  const moves = (name: string) => record.object === 'deal' && (name === 'stage' || name === 'pipeline');
  return (
    <section className={styles.card} aria-label={t`Facts`}>
      <h2>
        <Trans>Facts</Trans>
      </h2>
      <dl className={styles.facts} ref={list}>
        {shown.map((f, i) => {
          const label = words.field(f.name, f.label);
          return (
            <div key={f.name}>
              <dt>{label}</dt>
              <dd>
                {editing === f.name ? (
                  moves(f.name) ? (
                    <StageEditor
                      record={record}
                      withPipeline={f.name === 'pipeline'}
                      save={save.mutateAsync}
                      onClose={close}
                    />
                  ) : (
                    <FieldEditor
                      field={f}
                      label={label}
                      value={record.fields[f.name]}
                      save={save.mutateAsync}
                      onClose={close}
                    />
                  )
                ) : (
                  <>
                    <span className={styles.value}>
                      <FieldText field={f} value={record.fields[f.name]} />
                    </span>
                    {!readOnly && !follows(f.name) && (
                      <button
                        type="button"
                        data-edits={f.name}
                        className={styles.edit}
                        data-shortcut={i === 0 ? 'e' : undefined}
                        onClick={() => setEditing(f.name)}
                        aria-label={t`Edit ${label}`}
                      >
                        <span aria-hidden translate="no">
                          ✎
                        </span>
                      </button>
                    )}
                  </>
                )}
              </dd>
            </div>
          );
        })}
        {record.object === 'deal' &&
          annual.map(
            (name) =>
              record.fields[name] && (
                <div key={name}>
                  <dt>{words.field(name, name)}</dt>
                  <dd>
                    <span className={styles.value}>
                      <FieldText field={{ name, kind: 'money' }} value={record.fields[name]} />
                    </span>
                  </dd>
                </div>
              ),
          )}
      </dl>
      {filled.length < fields.length && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? <Trans>Hide empty fields</Trans> : <Trans>Show empty fields</Trans>}
        </Button>
      )}
      <h3>
        <Trans>Ids</Trans>
      </h3>
      <ul className={styles.ids} translate="no">
        {[{ source: 'salesops', external: record.id }, ...record.externals].map((e) => (
          <li key={`${e.source} ${e.external}`}>
            <span className="dim" translate="no">
              {sourceName(e.source)}
            </span>{' '}
            <code>{e.external}</code>
            <CopyButton value={e.external}>
              {({ copied, copy }) => (
                <Button variant="subtle" size="compact-xs" onClick={copy}>
                  {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
                </Button>
              )}
            </CopyButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
