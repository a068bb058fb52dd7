import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { sessionQuery } from '../../api/queries.ts';
import styles from './settings.module.css';

/** The pages of the settings; those about people and backups are for administrators. */
export function SettingsFrame() {
  const { t } = useLingui();
  const administrator = useQuery(sessionQuery).data?.administrator === true;
  return (
    <div className={styles.frame}>
      {administrator && (
        <nav className={styles.tabs} aria-label={t`Settings`}>
          <Link to="/settings" activeOptions={{ exact: true, includeSearch: false }} search={{}}>
            {t`Company`}
          </Link>
          <Link to="/settings/people" activeOptions={{ includeSearch: false }} search={{}}>
            {t`People who sign in`}
          </Link>
          <Link to="/settings/audit" activeOptions={{ includeSearch: false }} search={{}}>
            {t`Audit trail`}
          </Link>
          <Link to="/settings/backups" activeOptions={{ includeSearch: false }} search={{}}>
            {t`Backups`}
          </Link>
        </nav>
      )}
      <Outlet />
    </div>
  );
}
