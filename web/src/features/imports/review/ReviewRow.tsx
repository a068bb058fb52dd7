import { Trans, useLingui } from '@lingui/react/macro';
import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { FieldText } from '../../../words/FieldText.tsx';
import { useWords } from '../../../words/useWords.ts';
import type { Review, Side } from './reviews.ts';
import styles from './review.module.css';

interface Props {
  review: Review;
  chosen: boolean;
  onChoose: (on: boolean) => void;
}

/** One field on which the source and an edit differ, with both values. */
export function ReviewRow({ review, chosen, onChoose }: Props) {
  const { t } = useLingui();
  const words = useWords();
  const field = words.field(review.field, review.label);
  return (
    <li className={styles.row}>
      <Checkbox
        translate="no"
        aria-label={t`${review.name}, ${field}`}
        checked={chosen}
        onChange={(e) => onChoose(e.currentTarget.checked)}
      />
      <div className={styles.what}>
        <Link to="/records/$object/$id" params={{ object: review.object, id: review.id }} search={{}} translate="no">
          {review.name || review.id}
        </Link>
        <span className="dim small">
          {words.object(review.object)} · {field}
        </span>
      </div>
      <Claim review={review} side="here" title={<Trans>Ours</Trans>} />
      <Claim review={review} side="source" title={<Trans>Theirs</Trans>} />
    </li>
  );
}

function Who({ claim }: { claim: Review[Side] }) {
  if (claim.mine) return <Trans>you</Trans>;
  if (!claim.by && claim.who === 'owner') return <Trans>Owner of the data folder</Trans>;
  return <span translate="no">{claim.by || claim.who}</span>;
}

function Claim({ review, side, title }: { review: Review; side: Side; title: ReactNode }) {
  const format = useFormat();
  const claim = review[side];
  const counts = review.in_force === side;
  return (
    <div className={styles.claim} data-counts={counts || undefined}>
      <span className="small dim">
        {title}
        {counts && (
          <>
            {' '}
            ·{' '}
            <b>
              <Trans>counts now</Trans>
            </b>
          </>
        )}
      </span>
      <span className={styles.value}>
        <FieldText field={{ name: review.field, kind: review.kind }} value={claim.value} />
      </span>
      <span className="small dim">
        <Who claim={claim} /> · {format.instant(claim.at)}
      </span>
    </div>
  );
}
