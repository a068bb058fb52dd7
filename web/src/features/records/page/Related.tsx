import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.ts';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { equals } from '../../../url/conditions.ts';
import { FieldText } from '../../../words/FieldText.tsx';
import { useWords } from '../../../words/useWords.ts';
import styles from './record.module.css';

/** Records that point here, the first few of each kind. */
export function Related({ record }: { record: Schemas['RecordDetail'] }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useWords();
  return (
    <section className={styles.card} aria-label={t`Related`}>
      <h2><Trans>Related</Trans></h2>
      {record.related.every((r) => r.count === 0) && <p className="dim"><Trans>Nothing points to this record.</Trans></p>}
      {record.related.filter((r) => r.count > 0).map((r) => (
        <div key={`${r.object} ${r.field}`}>
          <h3>
            <Link to="/records/$object" params={{ object: r.object }} search={{ where: [equals(r.field, record.id)] }}>
              {words.objects(r.object)} · {words.field(r.field, r.label)} ({format.count(r.count)})
            </Link>
          </h3>
          <ul className={styles.relatedlist}>
            {r.records.map((x) => (
              <li key={x.id}>
                <Link to="/records/$object/$id" params={{ object: r.object, id: x.id }} search={{}} translate="no">{x.title || x.id}</Link>
                {x.fields['amount'] !== undefined && <FieldText field={{ name: 'amount', kind: 'money' }} value={x.fields['amount']} />}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
