import { Trans, useLingui } from '@lingui/react/macro';
import { PasswordInput } from '@mantine/core';
import { useState, type KeyboardEvent, type Ref } from 'react';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Which password the browser may fill in, or keep. */
  fills: 'current-password' | 'new-password';
  description?: string;
  error?: string;
  ref?: Ref<HTMLInputElement>;
}

/** A password that can be shown, and says when the capitals are locked. */
export function PasswordField({ label, value, onChange, fills, description, error, ref }: Props) {
  const { t } = useLingui();
  const [capitals, setCapitals] = useState(false);
  const look = (e: KeyboardEvent) => setCapitals(e.getModifierState('CapsLock'));
  const hint = capitals ? <Trans>Caps Lock is on.</Trans> : null;
  return (
    <PasswordInput
      ref={ref}
      size="sm"
      label={label}
      description={
        description || hint ? (
          <>
            {description} {hint && <strong role="status">{hint}</strong>}
          </>
        ) : undefined
      }
      error={error}
      aria-invalid={error ? true : undefined}
      value={value}
      required
      withAsterisk={false}
      autoComplete={fills}
      autoCapitalize="none"
      spellCheck={false}
      onChange={(e) => onChange(e.currentTarget.value)}
      onKeyDown={look}
      onKeyUp={look}
      visibilityToggleButtonProps={{ 'aria-label': t`Show the password`, tabIndex: 0, size: 24 }}
    />
  );
}
