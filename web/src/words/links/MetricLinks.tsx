import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useWords } from '../useWords.ts';

/** Metrics as links, with commas between. */
export function MetricLinks({ names }: { names: string[] }) {
  const words = useWords();
  return (
    <>
      {names.map((name, i) => (
        <Fragment key={name}>
          {i > 0 && ', '}
          <Link to="/metrics/$name" params={{ name }} search={{}}>
            {words.metric(name)}
          </Link>
        </Fragment>
      ))}
    </>
  );
}
