import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../../api/may.ts';
import { settingsQuery } from '../../api/queries.ts';
import { Query } from '../../ui/state/Query.tsx';
import { useTitle } from '../../ui/useTitle.ts';
import { CompanyForm } from './CompanyForm.tsx';
import { Rates } from './Rates.tsx';
import styles from './settings.module.css';

/** Settings are those of today, whatever day the other pages look at. */
export function SettingsPage() {
  const { t } = useLingui();
  const settings = useQuery(settingsQuery);
  const readOnly = !useMay()('settings');
  useTitle(t`Settings`);
  return (
    <div className={styles.page}>
      <h1>
        <Trans>Settings</Trans>
      </h1>
      <p className="dim">
        {readOnly && (
          <>
            <Trans>Your role does not permit changing them: ask an administrator.</Trans>{' '}
          </>
        )}
        <Trans>What changes a number is kept in the log like everything else: with who, when, and a way back.</Trans>
      </p>
      <Query of={settings} height={480}>
        {(s) => (
          <div className={styles.columns}>
            <CompanyForm key={JSON.stringify(s)} settings={s} readOnly={readOnly} />
            <Rates rates={s.rates} readOnly={readOnly} />
          </div>
        )}
      </Query>
    </div>
  );
}
