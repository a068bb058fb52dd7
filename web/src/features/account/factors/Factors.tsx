import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, data, type Schemas } from '../../../api/client.ts';
import { sessionQuery } from '../../../api/queries.ts';
import { RecoveryCodes } from '../../../ui/form/factor/RecoveryCodes.tsx';
import formStyles from '../../../ui/form/form.module.css';
import { useFormat } from '../../../ui/format/FormatProvider.tsx';
import { Query } from '../../../ui/state/Query.tsx';
import { toast } from '../../../ui/toast.tsx';
import styles from '../account.module.css';
import { sessionsQuery } from '../queries.ts';
import { BothAgain } from './BothAgain.tsx';
import { factorsQuery } from './queries.ts';
import { SetUpApp } from './SetUpApp.tsx';

type Doing = 'set up' | 'new codes' | 'remove' | undefined;

/** What is asked for beside the password: an app that shows codes, and recovery codes. */
export function Factors() {
  const { t } = useLingui();
  const client = useQueryClient();
  const factors = useQuery(factorsQuery);
  const [doing, setDoing] = useState<Doing>();
  const [codes, setCodes] = useState<string[]>();
  const changed = () => {
    setDoing(undefined);
    for (const { queryKey } of [factorsQuery, sessionsQuery, sessionQuery]) void client.invalidateQueries({ queryKey });
  };
  const fresh = useMutation({
    mutationFn: (body: Schemas['BothAgain']) => data(api.POST('/api/v1/factors/recovery', { body })),
    onSuccess: (made) => {
      setCodes(made.codes);
      changed();
    },
    onError: () => undefined, // told at the fields
  });
  const remove = useMutation({
    mutationFn: (body: Schemas['BothAgain']) => data(api.POST('/api/v1/factors/totp/remove', { body })),
    onSuccess: () => {
      toast(t`Second factor removed. Your other sessions have ended.`);
      changed();
    },
    onError: () => undefined, // told at the fields
  });
  const begin = (what: Doing) => {
    fresh.reset();
    remove.reset();
    setDoing(what);
  };
  return (
    <section className={styles.card} aria-labelledby="account-factors">
      <h2 id="account-factors">
        <Trans>Second factor</Trans>
      </h2>
      {codes && <RecoveryCodes codes={codes} onDone={() => setCodes(undefined)} />}
      <Query of={factors} height={80}>
        {(have) => (
          <>
            <Present have={have} />
            {doing === 'set up' && (
              <SetUpApp
                onClose={() => setDoing(undefined)}
                onMade={(made) => {
                  setCodes(made);
                  changed();
                }}
              />
            )}
            {doing === 'new codes' && (
              <BothAgain
                label={t`New recovery codes`}
                does={t`Make new codes`}
                error={fresh.error}
                pending={fresh.isPending}
                onGiven={fresh.mutate}
                onClose={() => setDoing(undefined)}
              />
            )}
            {doing === 'remove' && (
              <BothAgain
                label={t`Remove the app`}
                does={t`Remove`}
                error={remove.error}
                pending={remove.isPending}
                onGiven={remove.mutate}
                onClose={() => setDoing(undefined)}
              />
            )}
            {!doing && !codes && (
              <div className={formStyles.actions}>
                {have.apps.length === 0 ? (
                  <Button onClick={() => begin('set up')}>
                    <Trans>Set up an app</Trans>
                  </Button>
                ) : (
                  <>
                    <Button variant="default" onClick={() => begin('new codes')}>
                      <Trans>New recovery codes</Trans>
                    </Button>
                    {!have.required && (
                      <Button variant="default" onClick={() => begin('remove')}>
                        <Trans>Remove the app</Trans>
                      </Button>
                    )}
                  </>
                )}
              </div>
            )}
          </>
        )}
      </Query>
    </section>
  );
}

function Present({ have }: { have: Schemas['FactorInfo'] }) {
  const format = useFormat();
  const [app] = have.apps;
  if (!app)
    return (
      <p>
        <Trans>
          You sign in with the password alone. With an app on your phone that shows codes, a password that somebody else
          knows is not enough.
        </Trans>
      </p>
    );
  const since = format.instant(app.created_at);
  const used = app.used_at && format.instant(app.used_at);
  return (
    <>
      <p>
        <Trans>An app shows the codes since {since}.</Trans> {used && <Trans>Last used: {used}.</Trans>}
      </p>
      <p>
        <Plural
          value={have.recovery}
          _0="No recovery code is left: make new ones."
          one="# recovery code is left."
          other="# recovery codes are left."
        />{' '}
        {have.required && <Trans>Everybody here needs a second factor, so it cannot be removed.</Trans>}
      </p>
    </>
  );
}
