import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas } from '../../api/client.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { Query } from '../../ui/state/Query.tsx';
import { DataTable, type Column } from '../../ui/table/DataTable.tsx';
import { toast } from '../../ui/toast.tsx';
import { useDevice } from './useDevice.ts';
import { sessionsQuery } from './queries.ts';
import styles from './account.module.css';

type Session = Schemas['SessionEntry'];

/** Where somebody is signed in. The session that asks ends with "Sign out" in the menu. */
export function Sessions() {
  const { t } = useLingui();
  const format = useFormat();
  const client = useQueryClient();
  const device = useDevice();
  const sessions = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } }),
    onSuccess: () => toast(t`Session ended`),
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const columns: Column<Session>[] = [
    {
      key: 'agent',
      label: t`Device`,
      cell: (s) => <span title={s.agent}>{device(s.agent)}</span>,
    },
    { key: 'address', label: t`Address`, cell: (s) => <span translate="no">{s.address}</span> },
    { key: 'created', label: t`Signed in`, cell: (s) => format.instant(s.created_at) },
    { key: 'seen', label: t`Last seen`, cell: (s) => format.instant(s.seen_at) },
    {
      key: 'end',
      label: t`End`,
      cell: (s) =>
        s.current ? (
          <Trans>This one</Trans>
        ) : (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t`End the session on ${device(s.agent)}`}
            loading={end.isPending && end.variables === s.id}
            onClick={() => end.mutate(s.id)}
          >
            <Trans>End</Trans>
          </Button>
        ),
    },
  ];
  return (
    <section className={styles.card}>
      <h2>
        <Trans>Where you are signed in</Trans>
      </h2>
      <Query of={sessions} height={100}>
        {(list) => (
          <DataTable
            stacked
            label={t`Where you are signed in`}
            columns={columns}
            rows={list.sessions}
            rowKey={(s) => s.id}
          />
        )}
      </Query>
    </section>
  );
}
