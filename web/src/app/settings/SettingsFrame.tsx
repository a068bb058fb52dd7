import { useLingui } from '@lingui/react/macro';
import { Link, Outlet } from '@tanstack/react-router';
import { useMay } from '../../api/may.ts';
import styles from './settings.module.css';

/** The pages of the settings that the asker's role permits. */
export function SettingsFrame() {
  const { t } = useLingui();
  const may = useMay();
  const users = may('users');
  const audit = may('audit');
  const backup = may('backup');
  return (
    <div className={styles.frame}>
      {(users || audit || backup) && (
        <nav className={styles.tabs} aria-label={t`Settings`}>
          <Link to="/settings" activeOptions={{ exact: true, includeSearch: false }} search={{}}>
            {t`Company`}
          </Link>
          {users && (
            <Link to="/settings/people" activeOptions={{ includeSearch: false }} search={{}}>
              {t`People who sign in`}
            </Link>
          )}
          {users && (
            <Link to="/settings/mail" activeOptions={{ includeSearch: false }} search={{}}>
              {t`Mail`}
            </Link>
          )}
          {audit && (
            <Link to="/settings/audit" activeOptions={{ includeSearch: false }} search={{}}>
              {t`Audit trail`}
            </Link>
          )}
          {backup && (
            <Link to="/settings/backups" activeOptions={{ includeSearch: false }} search={{}}>
              {t`Backups`}
            </Link>
          )}
          {users && (
            <Link
              to="/settings/$page"
              params={{ page: 'erasure' }}
              activeOptions={{ includeSearch: false }}
              search={{}}
            >
              {t`Erasure`}
            </Link>
          )}
          {users && (
            <Link to="/settings/$page" params={{ page: 'jobs' }} activeOptions={{ includeSearch: false }} search={{}}>
              {t`Jobs`}
            </Link>
          )}
        </nav>
      )}
      <Outlet />
    </div>
  );
}
