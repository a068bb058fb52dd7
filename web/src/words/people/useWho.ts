import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { usersQuery } from '../../api/people.ts';

/** Names of those who act and are acted on; ids where there is no name. */
export function useWho() {
  const { t } = useLingui();
  const users = useQuery(usersQuery).data?.users ?? [];
  const names = new Map(users.flatMap((u) => [[u.person, u.name] as const, [u.id, u.name] as const]));
  names.set('owner', t`Owner of the data folder`);
  names.set('nobody', t`Nobody known`);
  return {
    name: (id: string) => names.get(id) ?? id,
    actors: [
      ...users.map((u) => ({ value: u.person, label: u.name })),
      { value: 'owner', label: t`Owner of the data folder` },
      { value: 'nobody', label: t`Nobody known` },
    ],
  };
}
