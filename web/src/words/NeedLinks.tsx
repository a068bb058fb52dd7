import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useFormat } from '../ui/format/FormatProvider.tsx';
import { useWords } from './useWords.ts';

/** What is set on the settings page; everything else comes with an import. */
const settings = new Set(['working_hours', 'gross_margin']);
/** What nobody can bring. */
const later = new Set(['forecast_model', 'forecast', 'not_in_catalogue']);

/** What a metric needs, each a link to where it is brought in. */
export function NeedLinks({ codes }: { codes: string[] }) {
  const words = useWords();
  const format = useFormat();
  return (
    <>
      {format.parts(codes.map(words.need)).map((part, i) => {
        const code = part.item === undefined ? undefined : codes[part.item];
        if (code === undefined || later.has(code)) return <Fragment key={i}>{part.text}</Fragment>;
        return (
          <Link key={i} to={settings.has(code) ? '/settings' : '/imports'} search={{}}>
            {part.text}
          </Link>
        );
      })}
    </>
  );
}
