import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider, useQuery, type QueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { sessionQuery, settingsQuery } from '../api/queries.ts';
import { FormatProvider } from '../ui/format/FormatProvider.tsx';
import { resolver, theme } from '../ui/theme/theme.ts';
import { Toasts } from '../ui/toast.tsx';
import { makeRouter } from './router.tsx';
import { Worded } from './Worded.tsx';

export function App({ nonce, client }: { nonce: string; client: QueryClient }) {
  const [router] = useState(() => makeRouter(client));
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolver}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={client}>
          <Zoned>
            <Worded>
              <RouterProvider router={router} />
              <Toasts />
            </Worded>
          </Zoned>
        </QueryClientProvider>
      </I18nProvider>
    </MantineProvider>
  );
}

/** Instants are shown in the company's zone. */
function Zoned({ children }: { children: ReactNode }) {
  const signedIn = useQuery(sessionQuery).data?.signed_in === true;
  const set = useQuery({ ...settingsQuery, enabled: signedIn }).data?.values;
  return (
    <FormatProvider zone={set?.zone || 'UTC'} fiscal={(set?.fiscal_first_month ?? '1') !== '1'}>
      {children}
    </FormatProvider>
  );
}
