import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, data, type Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useWords } from '../../../words/useWords.ts';
import styles from './record.module.css';

/** Removes the personal values of a record for good, after saying what that would do. */
export function Erase({ record }: { record: Schemas['RecordDetail'] }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const params = { path: { object: record.object, id: record.id } };
  const preview = useMutation({
    mutationFn: () => data(api.GET('/api/v1/records/{object}/{id}/erasure', { params })),
    onSuccess: () => setOpen(true),
  });
  const erase = useMutation({
    mutationFn: () => data(api.POST('/api/v1/records/{object}/{id}/erasure', { params })),
    onSuccess: () => {
      setOpen(false);
      toast(t`Personal values erased`);
    },
    onSettled: () => client.invalidateQueries(),
  });
  const plan = preview.data;
  return (
    <>
      <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate()}>
        <Trans>Erase personal values…</Trans>
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t`Erase the personal values?`}
        closeButtonProps={{ 'aria-label': t`Close` }}
        transitionProps={{ duration: 0 }}
      >
        {plan && (
          <>
            <p>
              <Trans>
                The record stays, with its days and what belongs to it, so numbers stay as they are. Nothing brings the
                values back, and no later import does.
              </Trans>
            </p>
            <ul className={styles.erase}>
              <li>
                <Trans>Names, addresses and numbers that disappear, at all times: {format.count(plan.values)}</Trans>
              </li>
              {plan.merged > 0 && (
                <li>
                  <Trans>Records merged into it that are erased too: {format.count(plan.merged)}</Trans>
                </li>
              )}
              {plan.events > 0 && (
                <li>
                  <Trans>Calendar events that lose their title and who took part: {format.count(plan.events)}</Trans>
                </li>
              )}
            </ul>
            {plan.left.length > 0 && (
              <>
                <p>
                  <Trans>These texts contain the name or address, too, and are not changed. Read them:</Trans>
                </p>
                <ul className={styles.erase}>
                  {plan.left.map((m) => (
                    <li key={m.record}>
                      <Link to="/records/$object/$id" params={{ object: m.object, id: m.record }} search={{}}>
                        {words.object(m.object)} <span translate="no">{m.record}</span>
                      </Link>
                    </li>
                  ))}
                  {plan.left_more > 0 && (
                    <li>
                      <Trans>and more: {format.count(plan.left_more)}</Trans>
                    </li>
                  )}
                </ul>
              </>
            )}
            <p>
              <Trans>Backups made before still contain the values. Restoring one erases them again.</Trans>
            </p>
          </>
        )}
        <div className={styles.choices}>
          <Button color="red" loading={erase.isPending} onClick={() => erase.mutate()}>
            <Trans>Erase for good</Trans>
          </Button>
          <Button variant="default" onClick={() => setOpen(false)} data-autofocus>
            <Trans>Keep them</Trans>
          </Button>
        </div>
      </Modal>
    </>
  );
}
