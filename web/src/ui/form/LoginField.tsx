import { useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';

interface Props {
  value: string;
  onChange: (value: string) => void;
  error?: string;
  /** It is somebody else's, so the browser neither fills in nor keeps it. */
  another?: boolean;
}

/** The mail address that somebody signs in with. */
export function LoginField({ value, onChange, error, another }: Props) {
  const { t } = useLingui();
  return (
    <TextInput
      size="sm"
      type="email"
      label={t`Mail address`}
      autoComplete={another ? 'off' : 'username'}
      autoCapitalize="none"
      spellCheck={false}
      required
      withAsterisk={false}
      value={value}
      error={error}
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  );
}
