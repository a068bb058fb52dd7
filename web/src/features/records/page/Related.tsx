import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { recordQuery, schemaQuery } from '../../../api/queries.ts';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { equals } from '../../../url/conditions.ts';
import type { View } from '../../../url/view.ts';
import { RecordCard } from '../../../words/record/RecordCard.tsx';
import { useWords } from '../../../words/useWords.ts';
import { refOf } from '../edit/values.ts';
import { saysAgain } from './again.ts';
import styles from './record.module.css';

type Detail = Schemas['RecordDetail'];

interface Props {
  record: Detail;
  view: View;
}

/** Where a deal stands is no relation: it is a fact of the deal. */
const facts = ['stage', 'pipeline'];

/** Related records in both directions: what this one belongs to, what points to it, and what else its account has. */
export function Related({ record, view }: Props) {
  const { t } = useLingui();
  const words = useWords();
  const schema = useQuery(schemaQuery);
  const own = schema.data?.objects.find((o) => o.name === record.object)?.fields ?? [];
  const up = own.flatMap((f) => {
    const ref = f.ref_object && !facts.includes(f.name) ? refOf(record.fields[f.name]) : undefined;
    return ref ? [{ field: f, ref }] : [];
  });
  const account = refOf(record.fields['account']);
  const empty = up.length === 0 && record.related.every((r) => r.count === 0);
  return (
    <section className={styles.card} aria-label={t`Related`}>
      <h2>
        <Trans>Related</Trans>
      </h2>
      {empty && (
        <p className="dim">
          <Trans>Nothing is related to this record.</Trans>
        </p>
      )}
      {up.length > 0 && (
        <dl className={styles.up} aria-label={t`Belongs to`}>
          {up.map(({ field, ref }) => (
            <div key={field.name}>
              <dt>{words.field(field.name, field.label)}</dt>
              <dd>
                <Link
                  to="/records/$object/$id"
                  params={{ object: field.ref_object!, id: ref.id }}
                  search={{}}
                  translate="no"
                >
                  {ref.name || ref.id}
                </Link>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Lists of={record} />
      {account && record.object !== 'account' && (
        <OfAccount id={account.id} name={account.name} but={record} view={view} />
      )}
    </section>
  );
}

/** What else the account of a record has: its other deals, its people, what was done with it. */
function OfAccount({ id, name, but, view }: { id: string; name: string; but: Detail; view: View }) {
  const account = useQuery(recordQuery('account', id, view));
  if (!account.data || account.data.related.every((r) => r.records.every((x) => x.id === but.id) || saysAgain(r, but)))
    return null;
  return (
    <>
      <h2 className={styles.of}>
        <Trans>
          Also of <span translate="no">{name || id}</span>
        </Trans>
      </h2>
      <Lists of={account.data} but={but} />
    </>
  );
}

/** Records that point to one, the first few of each kind. */
function Lists({ of, but }: { of: Detail; but?: Detail }) {
  const format = useFormat();
  const words = useWords();
  const schema = useQuery(schemaQuery);
  const fields = (object: string) => schema.data?.objects.find((o) => o.name === object)?.fields ?? [];
  return of.related.map((r) => {
    const others = r.records.filter((x) => x.id !== but?.id);
    const count = r.count - (r.object === but?.object ? 1 : 0);
    if (others.length === 0 || count <= 0 || (but && saysAgain(r, but))) return null;
    // deals of an account need no "· Account"; a person's as owner and as manager are told apart
    const several = of.related.filter((x) => x.object === r.object && x.count > 0).length > 1;
    return (
      <div key={`${r.object} ${r.field}`} className={styles.relatedgroup}>
        <h3>
          <Link to="/records/$object" params={{ object: r.object }} search={{ where: [equals(r.field, of.id)] }}>
            {words.objects(r.object)}
            {several && <> · {words.field(r.field, r.label)}</>} ({format.count(count)})
          </Link>
        </h3>
        <ul className={styles.relatedlist}>
          {others.map((x) => (
            <li key={x.id}>
              <RecordCard object={r.object} record={x} fields={fields(r.object)} without={r.field} />
            </li>
          ))}
        </ul>
      </div>
    );
  });
}
