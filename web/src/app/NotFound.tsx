import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Empty } from '../ui/state/states.tsx';

export function NotFound() {
  return (
    <Empty
      page
      title={<Trans>There is no such page</Trans>}
      action={
        <Link to="/">
          <Trans>Go to Home</Trans>
        </Link>
      }
    >
      <Trans>The address may be from another version, or mistyped.</Trans>
    </Empty>
  );
}
