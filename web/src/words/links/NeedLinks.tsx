import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useMay } from '../../api/may.ts';
import { useFormat } from '../../ui/format/FormatProvider.tsx';
import { settingLabels } from '../schema.ts';
import { useWords } from '../useWords.ts';

/** What nobody can bring. */
const later = new Set(['forecast_model', 'forecast', 'not_in_catalogue']);

/** What a metric needs, each a link to where it is brought in: a setting, else an import, for who may bring it in. */
export function NeedLinks({ codes }: { codes: string[] }) {
  const words = useWords();
  const format = useFormat();
  const may = useMay();
  return (
    <>
      {format.parts(codes.map(words.need)).map((part, i) => {
        const code = part.item === undefined ? undefined : codes[part.item];
        if (code === undefined || later.has(code)) return <Fragment key={i}>{part.text}</Fragment>;
        const setting = code in settingLabels;
        if (!may(setting ? 'settings' : 'import')) return <Fragment key={i}>{part.text}</Fragment>;
        return (
          <Link key={i} to={setting ? '/settings' : '/imports'} search={{}}>
            {part.text}
          </Link>
        );
      })}
    </>
  );
}
