import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { sessionQuery } from '../../api/queries.ts';
import styles from './home.module.css';

const key = 'salesops.administrator-later';

/** Whoever came by the printed address is offered once to let people sign in; the menu has it too. */
export function FirstAdministrator() {
  const { t } = useLingui();
  const session = useQuery(sessionQuery).data;
  const [later, setLater] = useState(() => localStorage.getItem(key) !== null);
  if (later || session?.via !== 'owner' || !session.setup_needed) return null;
  return (
    <section className={styles.offer} aria-label={t`First administrator`}>
      <p>
        <Trans>Nobody can sign in with a password yet.</Trans>
      </p>
      <Link to="/setup" search={{}}>
        <Trans>Make the first administrator</Trans>
      </Link>
      <Button
        variant="subtle"
        onClick={() => {
          localStorage.setItem(key, 'yes');
          setLater(true);
        }}
      >
        <Trans>Later</Trans>
      </Button>
    </section>
  );
}
