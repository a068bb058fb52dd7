import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { recordQuery } from '../api/queries.ts';
import { useFormat } from '../ui/format/FormatProvider.tsx';
import { alternativesOf } from '../url/anyOf.ts';
import { hasNoValue, partsOf, readCondition, type BuiltCondition } from '../url/conditions.ts';
import { useOperators } from './filter/useOperators.ts';
import { usePeriods } from './filter/usePeriods.ts';
import { isShare } from './record/shares.ts';
import { useWords } from './useWords.ts';

/** A condition in words where menus can make it, else as it was written. */
export function Condition({ text }: { text: string }) {
  const alternatives = alternativesOf(text);
  if (alternatives.length === 1) return readCondition(text) ? <Equal text={text} /> : <Compared text={text} />;
  const parts = alternatives.map(partsOf);
  if (parts.some((p) => !p)) return <code translate="no">{text}</code>;
  const asBefore = (i: number) =>
    i > 0 && parts[i]!.path === parts[i - 1]!.path && parts[i]!.op === parts[i - 1]!.op && !hasNoValue(parts[i]!.op);
  return (
    <span>
      {alternatives.map((a, i) => (
        <Fragment key={i}>
          {i > 0 && (
            <>
              {' '}
              <Trans>or</Trans>{' '}
            </>
          )}
          {asBefore(i) ? <Value text={a} parts={parts[i]!} /> : <Compared text={a} />}
        </Fragment>
      ))}
    </span>
  );
}

/** What a chart or a list was cut by: the field and its value. */
function Equal({ text }: { text: string }) {
  const words = useWords();
  const read = readCondition(text)!;
  const field = words.dimension(read.field);
  if (read.value === null)
    return (
      <span>
        {field}: <Trans>none</Trans>
      </span>
    );
  return (
    <span>
      {field}: <Value text={text} parts={{ path: read.field, op: 'is', value: read.value }} />
    </span>
  );
}

function Compared({ text }: { text: string }) {
  const words = useWords();
  const operator = useOperators();
  const parts = partsOf(text);
  if (!parts) return <code translate="no">{text}</code>;
  const kind = / day\(/.test(text) ? 'day' : 'text';
  const field = words.dimension(parts.path);
  if (parts.op === 'last' || parts.op === 'next')
    return (
      <span>
        {field} <Days parts={parts} />
      </span>
    );
  return (
    <span>
      {field} {operator(parts.op, kind)}
      {!hasNoValue(parts.op) && (
        <>
          {' '}
          <Value text={text} parts={parts} />
        </>
      )}
    </span>
  );
}

function Days({ parts }: { parts: BuiltCondition }) {
  const format = useFormat();
  const days = format.days(parts.value);
  return parts.op === 'last' ? (
    <Trans>
      is in the last <b>{days}</b>
    </Trans>
  ) : (
    <Trans>
      is in the next <b>{days}</b>
    </Trans>
  );
}

/** The value that a condition compares with, as a person reads it. */
function Value({ text, parts }: { text: string; parts: BuiltCondition }) {
  const { t } = useLingui();
  const words = useWords();
  const format = useFormat();
  const period = usePeriods();
  const id = text.includes(' id(') ? parts.value : undefined;
  const record = useQuery({
    ...recordQuery(id?.replace(/_[^_]*$/, '') ?? '', id ?? ''),
    enabled: id !== undefined,
    staleTime: 60_000,
  });
  const shown = () => {
    if (id) return record.data?.title ?? id;
    if (parts.op === 'during') return period(parts.value);
    if (parts.op === 'last' || parts.op === 'next') return format.days(parts.value);
    if (/ day\(/.test(text)) return format.day(parts.value);
    if (/ money\(/.test(text)) return format.money(...(parts.value.split(' ') as [string, string]));
    if (/ (true|false)$/.test(text)) return parts.value === 'true' ? t`yes` : t`no`;
    if (/ -?[\d.]+$/.test(text)) return isShare(parts.path) ? format.share(parts.value) : format.number(parts.value);
    return parts.path === 'outcome' ? words.outcome(parts.value) : parts.value;
  };
  return <b translate="no">{shown()}</b>;
}
