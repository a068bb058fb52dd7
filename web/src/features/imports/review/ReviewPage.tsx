import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../../../api/problem.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Query } from '../../../ui/state/Query.tsx';
import { useProblemText } from '../../../ui/state/problemText.ts';
import { Empty } from '../../../ui/state/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useTitle } from '../../../ui/useTitle.ts';
import { decide, reviewsQuery, type Review, type Side } from './reviews.ts';
import { ReviewRow } from './ReviewRow.tsx';
import styles from './review.module.css';

/** Edits made here that a source contradicts: both values, who said them and when, and which one counts. */
export function ReviewPage() {
  const { t } = useLingui();
  const reviews = useQuery(reviewsQuery);
  useTitle(t`Edits and their source`);
  return (
    <div className={styles.page}>
      <div>
        <h1>
          <Trans>Edits and their source</Trans>
        </h1>
        <p className="dim small">
          <Trans>
            Fields that were edited here and that an import brought with another value. Nothing is lost: both values are
            in the record's history, and what you choose is an edit of yours.
          </Trans>
        </p>
      </div>
      <Query of={reviews} height={320} page>
        {(list) =>
          list.reviews.length === 0 ? (
            <Empty title={<Trans>Nothing to review</Trans>}>
              <Trans>No source contradicts an edit made here.</Trans>
            </Empty>
          ) : (
            <Reviews reviews={list.reviews} total={list.total} />
          )
        }
      </Query>
    </div>
  );
}

function Reviews({ reviews, total }: { reviews: Review[]; total: number }) {
  const { t } = useLingui();
  const format = useFormat();
  const text = useProblemText();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [beyond, setBeyond] = useState(false);
  const keys = reviews.map((r) => r.key).filter((key) => chosen.has(key));
  const decision = useMutation({
    mutationFn: (take: Side) => decide(beyond ? 'all' : keys, take),
    onSuccess: () => {
      setChosen(new Set());
      setBeyond(false);
      toast(t`Decided`);
    },
    onSettled: () => client.invalidateQueries(),
  });
  const choose = (key: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(key);
    else next.delete(key);
    setChosen(next);
    setBeyond(false);
  };
  const all = keys.length === reviews.length;
  return (
    <>
      <div className={styles.bar}>
        <Checkbox
          label={<Plural value={reviews.length} one="All (#)" other="All (#)" />}
          checked={all}
          indeterminate={keys.length > 0 && !all}
          onChange={(e) => {
            setChosen(e.currentTarget.checked ? new Set(reviews.map((r) => r.key)) : new Set());
            setBeyond(false);
          }}
        />
        <Button
          size="sm"
          disabled={keys.length === 0}
          loading={decision.isPending}
          onClick={() => decision.mutate('here')}
        >
          <Trans>Keep ours</Trans>
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={keys.length === 0}
          loading={decision.isPending}
          onClick={() => decision.mutate('source')}
        >
          <Trans>Take theirs</Trans>
        </Button>
        <span className="dim small" role="status">
          <Plural value={beyond ? total : keys.length} one="# chosen" other="# chosen" />
        </span>
        {all && !beyond && total > reviews.length && (
          <Button size="sm" variant="subtle" onClick={() => setBeyond(true)}>
            <Trans>Choose all {format.count(total)}</Trans>
          </Button>
        )}
      </div>
      {decision.isError && (
        <p role="alert" className={styles.error}>
          {text(Problem.of(decision.error))}
        </p>
      )}
      <ul className={styles.list}>
        {reviews.map((r) => (
          <ReviewRow key={r.key} review={r} chosen={chosen.has(r.key)} onChoose={(on) => choose(r.key, on)} />
        ))}
      </ul>
      {total > reviews.length && (
        <p className="dim small">
          <Trans>{format.count(total - reviews.length)} more follow when these are decided.</Trans>
        </p>
      )}
    </>
  );
}
