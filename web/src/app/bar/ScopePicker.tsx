import { Trans, useLingui } from '@lingui/react/macro';
import { Menu, ScrollArea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listRecords } from '../../api/queries.ts';
import { equals } from '../../url/conditions.ts';
import { useView } from '../../url/view.ts';
import { Pick } from './Pick.tsx';

const names = (object: 'team' | 'person') => ({
  queryKey: ['records', object, 'scope'],
  queryFn: ({ signal }: { signal: AbortSignal }) => listRecords(object, { sort: 'name', limit: 200 }, signal),
});

/** Whose records count: everybody's, a team's or one person's. */
export function ScopePicker() {
  const { t } = useLingui();
  const [view, change] = useView();
  const [open, setOpen] = useState(false);
  const wanted = open || view.scope !== undefined;
  const teams = useQuery({ ...names('team'), enabled: wanted });
  const people = useQuery({ ...names('person'), enabled: wanted });
  const options = [
    ...(teams.data?.records ?? []).map((r) => ({ ...r, condition: equals('owner.team', r.id) })),
    ...(people.data?.records ?? []).map((r) => ({ ...r, condition: equals('owner', r.id) })),
  ];
  const current =
    options.find((o) => o.condition === view.scope)?.title ?? (view.scope ? t`A selection` : t`Everybody`);
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-end" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Pick chip="scope" lead={t`Owner / team`} text={current} on={view.scope !== undefined} />
      </Menu.Target>
      <Menu.Dropdown>
        <ScrollArea.Autosize mah={360}>
          <Menu.Item onClick={() => change({ scope: undefined })}>
            <Trans>Everybody</Trans>
          </Menu.Item>
          {options.map((o) => (
            <Menu.Item key={o.id} translate="no" onClick={() => change({ scope: o.condition })}>
              {o.title || o.id}
            </Menu.Item>
          ))}
          {options.length === 0 && (
            <Menu.Label>
              <Trans>No teams and no people are known yet</Trans>
            </Menu.Label>
          )}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}
