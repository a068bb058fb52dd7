import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useFormat } from '../ui/format/FormatProvider.tsx';
import { settingLabels } from './lists/settings.ts';
import { useWords } from './useWords.ts';

/** What nobody can bring. */
const later = new Set(['forecast_model', 'forecast', 'not_in_catalogue']);

/** What a metric needs, each a link to where it is brought in: a setting, else an import. */
export function NeedLinks({ codes }: { codes: string[] }) {
  const words = useWords();
  const format = useFormat();
  return (
    <>
      {format.parts(codes.map(words.need)).map((part, i) => {
        const code = part.item === undefined ? undefined : codes[part.item];
        if (code === undefined || later.has(code)) return <Fragment key={i}>{part.text}</Fragment>;
        return (
          <Link key={i} to={code in settingLabels ? '/settings' : '/imports'} search={{}}>
            {part.text}
          </Link>
        );
      })}
    </>
  );
}
