import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { recordQuery } from '../api/queries.ts';
import { partsOf, readCondition } from '../url/conditions.ts';
import { useOperators } from './filter/useOperators.ts';
import { useWords } from './useWords.ts';

/** A condition in words where it is a simple one, else as it was written. */
export function Condition({ text }: { text: string }) {
  const words = useWords();
  const read = readCondition(text);
  const id = read?.value && text.includes('id(') ? read.value : undefined;
  const object = id?.replace(/_[^_]*$/, '') ?? '';
  const record = useQuery({ ...recordQuery(object, id ?? ''), enabled: id !== undefined, staleTime: 60_000 });
  if (!read) return <Compared text={text} />;
  const field = words.dimension(read.field);
  if (read.value === null) return <span>{field}: <Trans>none</Trans></span>;
  return <span>{field}: <b translate="no">{id ? (record.data?.title ?? id) : read.value}</b></span>;
}

/** A comparison that menus make, in words; else as a person wrote it. */
function Compared({ text }: { text: string }) {
  const words = useWords();
  const operator = useOperators();
  const parts = partsOf(text);
  const id = parts && text.includes(' id(') ? parts.value : undefined;
  const record = useQuery({ ...recordQuery(id?.replace(/_[^_]*$/, '') ?? '', id ?? ''), enabled: id !== undefined, staleTime: 60_000 });
  if (!parts) return <code translate="no">{text}</code>;
  const kind = / day\(/.test(text) ? 'day' : 'text';
  return <span>{words.dimension(parts.path)} {operator(parts.op, kind)}{parts.value && <> <b translate="no">{id ? (record.data?.title ?? id) : parts.value}</b></>}</span>;
}
