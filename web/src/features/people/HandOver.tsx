import { Trans, useLingui } from '@lingui/react/macro';
import { CloseButton } from '@mantine/core';
import type { Schemas } from '../../api/client.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import formStyles from '../../ui/form/form.module.css';
import { ShownOnce } from '../../ui/form/ShownOnce.tsx';

export type HandedOver = Schemas['InvitationInfo'] & { name: string };

/** A link that was made: mailed, or to hand over where no mail is sent. */
export function HandOver({ made, onClose }: { made: HandedOver; onClose: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const until = format.instant(made.until);
  if (made.link === null) {
    return (
      <p className={formStyles.note} role="status">
        {made.kind === 'invite' ? (
          <Trans>An invitation is on its way to {made.name}. It works once, for seven days.</Trans>
        ) : (
          <Trans>A link for another password is on its way to {made.name}. It works once, for 30 minutes.</Trans>
        )}{' '}
        <CloseButton size="sm" aria-label={t`Close`} onClick={onClose} />
      </p>
    );
  }
  return (
    <ShownOnce
      label={made.kind === 'invite' ? t`Invitation for ${made.name}` : t`Link for another password, for ${made.name}`}
      value={made.link}
      note={t`Hand it over yourself, to nobody else: it works once, until ${until}, and is shown only now.`}
      onClose={onClose}
    />
  );
}
