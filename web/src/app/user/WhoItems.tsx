import { useLingui } from '@lingui/react/macro';
import { Menu } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../api/client.ts';
import { sessionQuery } from '../../api/queries.ts';

/** Who is signed in, with the way to the account and out. */
export function WhoItems() {
  const { t } = useLingui();
  const session = useQuery(sessionQuery).data;
  const leave = useMutation({
    mutationFn: () => api.DELETE('/api/v1/session'),
    onSuccess: () => location.assign('/'), // nothing of what was seen stays in memory
  });
  if (!session?.signed_in) return null;
  const owner = session.via === 'owner';
  return (
    <>
      <Menu.Label>
        <span translate="no">{owner ? t`Owner of the data folder` : session.name}</span>
      </Menu.Label>
      {owner && session.setup_needed && (
        <Menu.Item component={Link} to="/setup">{t`Make the first administrator`}</Menu.Item>
      )}
      {!owner && <Menu.Item component={Link} to="/account">{t`Your account`}</Menu.Item>}
      <Menu.Item onClick={() => leave.mutate()}>{t`Sign out`}</Menu.Item>
      <Menu.Divider />
    </>
  );
}
