import { Plural } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { reviewsQuery } from './reviews.ts';

/** The way to what is to be reviewed; nothing while nothing is. */
export function ReviewLink() {
  const total = useQuery(reviewsQuery).data?.total ?? 0;
  if (total === 0) return null;
  return (
    <Link to="/imports/review" search={{}}>
      <Plural
        value={total}
        one="# edit differs from its source: review"
        other="# edits differ from their source: review"
      />
    </Link>
  );
}
