import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { Problem } from '../api/problem.ts';
import { settingsQuery } from '../api/queries.ts';
import { FormatProvider } from '../ui/format/FormatProvider.tsx';
import { resolver, theme } from '../ui/theme/theme.ts';
import { Toasts } from '../ui/toast.tsx';
import { makeRouter } from './router.tsx';
import { Worded } from './Worded.tsx';

const makeClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (count, error) => Problem.of(error).retriable && count < 2,
      },
    },
  });

export function App({ nonce }: { nonce: string }) {
  const [client] = useState(makeClient);
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
  const set = useQuery(settingsQuery).data?.values;
  return (
    <FormatProvider zone={set?.zone || 'UTC'} fiscal={(set?.fiscal_first_month ?? '1') !== '1'}>
      {children}
    </FormatProvider>
  );
}
