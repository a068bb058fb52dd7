import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';

/** Leads to the page that says what an erasure of the person would remove. */
export const Erase = ({ id }: { id: string }) => (
  <Button
    variant="default"
    renderRoot={(p) => <Link {...p} to="/settings/$page" params={{ page: 'erasure' }} search={{ id }} />}
  >
    <Trans>Erase personal values…</Trans>
  </Button>
);
