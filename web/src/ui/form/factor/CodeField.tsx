import { TextInput } from '@mantine/core';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  description?: string;
  error?: string;
  /** Only what an app shows; otherwise a recovery code too, which has letters. */
  digits?: boolean;
}

/** A code that is good once. */
export function CodeField({ label, value, onChange, description, error, digits }: Props) {
  return (
    <TextInput
      size="sm"
      label={label}
      description={description}
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      inputMode={digits ? 'numeric' : undefined}
      maxLength={60}
      required
      withAsterisk={false}
      translate="no"
      value={value}
      error={error}
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  );
}
