import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schemas } from '../../api/client.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { ShownOnce } from '../../ui/form/ShownOnce.tsx';
import { Query } from '../../ui/state/Query.tsx';
import { DataTable, type Column } from '../../ui/table/DataTable.tsx';
import { toast } from '../../ui/toast.tsx';
import { NewToken } from './NewToken.tsx';
import { tokensQuery } from './queries.ts';
import { useScopes } from './useScopes.ts';
import styles from './account.module.css';

type Token = Schemas['TokenInfo'];

/** Secrets with which programs ask in somebody's name. */
export function Tokens({ administrator }: { administrator: boolean }) {
  const { t } = useLingui();
  const format = useFormat();
  const client = useQueryClient();
  const scopes = useScopes();
  const tokens = useQuery(tokensQuery);
  const [made, setMade] = useState<Token>();
  const again = () => client.invalidateQueries({ queryKey: tokensQuery.queryKey });
  const revoke = useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } }),
    onSuccess: (_, id) => {
      toast(t`Token revoked`);
      if (made?.id === id) setMade(undefined);
    },
    onSettled: again,
  });
  const columns: Column<Token>[] = [
    { key: 'name', label: t`Name`, cell: (k) => <span translate="no">{k.name}</span> },
    { key: 'start', label: t`Begins with`, cell: (k) => <code translate="no">{k.start}…</code> },
    { key: 'scopes', label: t`Scopes`, cell: (k) => k.scopes.map((s) => scopes[s]?.label ?? s).join(', ') },
    { key: 'expires', label: t`Valid until`, cell: (k) => format.instant(k.expires_at) },
    { key: 'used', label: t`Last used`, cell: (k) => (k.used_at ? format.instant(k.used_at) : t`Never`) },
    {
      key: 'revoke',
      label: t`Revoke`,
      cell: (k) => (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t`Revoke the token ${k.name}`}
          loading={revoke.isPending && revoke.variables === k.id}
          onClick={() => revoke.mutate(k.id)}
        >
          <Trans>Revoke</Trans>
        </Button>
      ),
    },
  ];
  return (
    <section className={styles.card}>
      <h2>
        <Trans>API tokens</Trans>
      </h2>
      <p className="dim">
        <Trans>
          A program that sends a token asks in your name. It never does more than you may, and only what its scopes
          allow.
        </Trans>
      </p>
      {made?.secret && (
        <ShownOnce
          key={made.id}
          label={t`Token ${made.name}`}
          value={made.secret}
          note={t`Copy it now: it is shown only this once.`}
          onClose={() => setMade(undefined)}
        />
      )}
      <Query of={tokens} height={80}>
        {(list) =>
          list.tokens.length === 0 ? (
            <p>
              <Trans>You have no tokens.</Trans>
            </p>
          ) : (
            <DataTable stacked label={t`API tokens`} columns={columns} rows={list.tokens} rowKey={(k) => k.id} />
          )
        }
      </Query>
      <NewToken
        administrator={administrator}
        onMade={(token) => {
          setMade(token);
          void again();
        }}
      />
    </section>
  );
}
