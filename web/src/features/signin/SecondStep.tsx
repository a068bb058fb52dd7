import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import styles from '../../ui/form/form.module.css';

/** The password was right, and the account asks for something that these pages cannot ask for. */
export function SecondStep({ needs, onBack }: { needs: string[]; onBack: () => void }) {
  const list = needs.join(', ');
  return (
    <div className={styles.card} role="alert">
      <h1>
        <Trans>A second step is needed</Trans>
      </h1>
      <p>
        <Trans>
          The password is right. This account also asks for <span translate="no">{list}</span>, which this page does not
          support. Ask an administrator to take it off your account.
        </Trans>
      </p>
      <div className={styles.actions}>
        <Button variant="default" onClick={onBack}>
          <Trans>Back</Trans>
        </Button>
      </div>
    </div>
  );
}
