import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { sessionQuery } from '../../api/queries.ts';
import { Query } from '../../ui/state/Query.tsx';
import { Empty } from '../../ui/state/states.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { AddPerson } from './AddPerson.tsx';
import { HandOver, type HandedOver } from './HandOver.tsx';
import { PeopleTable } from './PeopleTable.tsx';
import { usersQuery } from '../../api/people.ts';
import styles from './people.module.css';

/** Who may sign in, for administrators: to invite, to help, to lock out. */
export function PeoplePage() {
  const { t } = useLingui();
  const users = useQuery(usersQuery);
  const session = useQuery(sessionQuery).data;
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<HandedOver>();
  useTitle(t`People who sign in`);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>
          <Trans>People who sign in</Trans>
        </h1>
        {!adding && !session?.setup_needed && (
          <Button onClick={() => setAdding(true)}>
            <Trans>Add somebody</Trans>
          </Button>
        )}
      </div>
      <Query page of={users} height={320}>
        {(list) =>
          list.users.length === 0 ? (
            <Empty
              title={<Trans>Nobody can sign in yet</Trans>}
              action={
                <Link to="/setup" search={{}}>
                  <Trans>Make the first administrator</Trans>
                </Link>
              }
            >
              <Trans>Begin with the first administrator; then everybody else is invited here.</Trans>
            </Empty>
          ) : (
            <>
              {adding && (
                <AddPerson
                  onClose={() => setAdding(false)}
                  onMade={(given) => {
                    setMade(given);
                    setAdding(false);
                  }}
                />
              )}
              {made && <HandOver key={made.until} made={made} onClose={() => setMade(undefined)} />}
              <PeopleTable users={list.users} self={session?.user ?? ''} onMade={setMade} />
            </>
          )
        }
      </Query>
    </div>
  );
}
