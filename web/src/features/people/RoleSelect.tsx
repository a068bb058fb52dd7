import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { rolesQuery } from '../../api/people.ts';
import { useRoleWords } from '../../words/people/useRoleWords.ts';

interface Props {
  label: ReactNode;
  /** For a select in a table, whose column says what it is. */
  hidden?: string;
  value: string;
  disabled?: boolean;
  error?: ReactNode;
  onChange: (role: string) => void;
}

/** The roles there are, and whose records the chosen one sees and changes. */
export function RoleSelect({ label, hidden, value, disabled, error, onChange }: Props) {
  const roles = useQuery(rolesQuery);
  const words = useRoleWords();
  const chosen = roles.data?.find((role) => role.id === value);
  return (
    <NativeSelect
      size="xs"
      label={label}
      aria-label={hidden}
      description={hidden ? undefined : chosen && words.reach(chosen)}
      title={hidden && chosen ? words.reach(chosen) : undefined}
      value={value}
      disabled={disabled || roles.isPending}
      error={error}
      onChange={(e) => onChange(e.currentTarget.value)}
    >
      {!chosen && <option value={value}>{value}</option>}
      {roles.data?.map((role) => (
        <option key={role.id} value={role.id}>
          {words.name(role)}
        </option>
      ))}
    </NativeSelect>
  );
}
