import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Schemas } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';
import { useProblemText } from '../../ui/state/problemText.ts';
import { SettingInput } from './SettingInput.tsx';
import { useSaveSettings } from './save.ts';
import styles from './settings.module.css';

interface Props {
  settings: Schemas['Settings'];
  /** Who may not change them sees them. */
  readOnly?: boolean;
}

/** The settings that there are, in their order. A setting that is added to sales/settings.go stands here by itself. */
export function CompanyForm({ settings, readOnly = false }: Props) {
  const { t } = useLingui();
  const text = useProblemText();
  const [values, setValues] = useState(settings.values);
  const save = useSaveSettings();
  return (
    <form
      className={styles.card}
      onSubmit={(e) => {
        e.preventDefault();
        save.mutate({ values });
      }}
      aria-label={t`Company`}
    >
      <h2>
        <Trans>Company</Trans>
      </h2>
      <fieldset className={styles.fields} disabled={readOnly}>
        {settings.fields.map((setting) => (
          <SettingInput
            key={setting.name}
            setting={setting}
            value={values[setting.name] ?? ''}
            onChange={(value) => setValues({ ...values, [setting.name]: value })}
          />
        ))}
      </fieldset>
      {save.isError && (
        <p role="alert" className={styles.error}>
          {text(Problem.of(save.error))}
        </p>
      )}
      {!readOnly && (
        <Button type="submit" size="sm" loading={save.isPending}>
          <Trans>Save</Trans>
        </Button>
      )}
    </form>
  );
}
