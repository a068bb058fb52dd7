import { Trans } from '@lingui/react/macro';
import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { recordQuery, schemaQuery } from '../../../api/queries.ts';
import { Query } from '../../../ui/state/Query.tsx';
import { useTitle } from '../../../ui/useTitle.ts';
import { Outcome } from '../../../words/FieldText.tsx';
import { useWords } from '../../../words/useWords.ts';
import type { StatusName } from '../../../ui/theme/tokens.ts';
import { Facts } from './Facts.tsx';
import { RecordActions } from './RecordActions.tsx';
import { Related } from './Related.tsx';
import { Timeline } from './Timeline.tsx';
import styles from './record.module.css';

const route = getRouteApi('/records/$object/$id');

export function RecordPage() {
  const words = useWords();
  const { object, id } = route.useParams();
  const view = route.useSearch();
  const record = useQuery(recordQuery(object, id, view));
  const schema = useQuery(schemaQuery);
  const described = schema.data?.objects.find((o) => o.name === object);
  const fields = described?.fields ?? [];
  // a past day is not changed, nor what the role does not let change
  const readOnly = Boolean(view.as_of ?? view.known_at) || record.data?.writable !== true;
  useTitle(record.data?.title ?? words.object(object));

  return (
    <Query page of={record} height={520}>
      {(r) => (
        <div className={styles.page}>
          <header className={styles.head}>
            <div>
              <p className="small">
                <Link to="/records/$object" params={{ object }} search={{}}>
                  {words.objects(object)}
                </Link>
              </p>
              <h1 translate="no">{r.title || r.id}</h1>
            </div>
            <div className={styles.state}>
              {typeof r.fields['outcome'] === 'string' && <Outcome value={r.fields['outcome'] as StatusName} />}
              {r.stub && (
                <Badge color="yellow">
                  <Trans>Placeholder: only mentioned by others</Trans>
                </Badge>
              )}
              {!r.exists &&
                (r.seq === 0 ? (
                  <Badge color="gray">
                    <Trans>Not there yet on that day</Trans>
                  </Badge>
                ) : (
                  <Badge color="red">
                    <Trans>Deleted</Trans>
                  </Badge>
                ))}
              <RecordActions record={r} readOnly={readOnly} person={described?.people === true} />
            </div>
          </header>
          <div className={styles.columns}>
            <Facts
              key={`${r.id} ${readOnly}`}
              record={r}
              fields={fields}
              readOnly={readOnly || !r.exists}
              view={view}
            />
            <Timeline object={object} id={id} view={view} readOnly={readOnly} />
            <Related record={r} view={view} />
          </div>
        </div>
      )}
    </Query>
  );
}
