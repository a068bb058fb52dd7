import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../api/client.ts';
import { toast } from '../../ui/toast.tsx';

/** Writes settings; every number may change with them, so everything is asked anew. */
export function useSaveSettings(onSaved?: () => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['SettingsPatch']) => data(api.PATCH('/api/v1/settings', { body })),
    onSuccess: () => {
      toast(t`Settings saved`);
      onSaved?.();
    },
    onSettled: () => client.invalidateQueries(),
  });
}
