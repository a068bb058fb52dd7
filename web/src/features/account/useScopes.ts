import { useLingui } from '@lingui/react/macro';

/** What a token may do, narrowest first. */
export function useScopes(): Record<string, { label: string }> {
  const { t } = useLingui();
  return {
    read: { label: t`Read` },
    write: { label: t`Change records and import` },
    admin: { label: t`Administer` },
  };
}
