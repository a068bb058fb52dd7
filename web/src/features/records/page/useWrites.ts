import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../../api/client.ts';
import { recordQuery } from '../../../api/queries.ts';
import { toast } from '../../../ui/toast.tsx';

type Detail = Schemas['RecordDetail'];
type Fields = Detail['fields'];

/** Everything on screen rests on the log, so every write makes it all ask again. */
function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries();
}

/** Takes one change back; offered by toasts and by the time line. */
export function useUndo() {
  const { t } = useLingui();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (seq: number) =>
      data(api.POST('/api/v1/changes/{seq}/undo', { params: { path: { seq } }, body: { dry_run: false } })),
    onSuccess: (report) => {
      const kept = report.kept.length;
      toast(kept > 0 ? t`Taken back, except for ${kept} values that were changed since` : t`Taken back`);
    },
    onSettled: refresh,
  });
}

/** Writes fields. What the server refuses is for the editor to say, which stays open with it. */
export function useSave(record: Detail) {
  const { t } = useLingui();
  const client = useQueryClient();
  const refresh = useRefresh();
  const undo = useUndo();
  const { object, id } = record;
  const { queryKey } = recordQuery(object, id, {});
  return useMutation({
    mutationFn: ({ fields }: { fields: Fields; label: string }) =>
      data(
        api.PATCH('/api/v1/records/{object}/{id}', {
          params: { path: { object, id } },
          body: { fields, if_seq: record.seq },
        }),
      ),
    onSuccess: (written, { fields, label }) => {
      // shown before everything is asked anew
      client.setQueryData<Detail>(
        queryKey,
        (old) => old && { ...old, seq: written.seq, fields: { ...old.fields, ...fields } },
      );
      toast(t`${label} changed`, { undo: () => undo.mutate(written.seq) });
    },
    onSettled: refresh,
  });
}

export function useDelete(record: Detail) {
  const { t } = useLingui();
  const refresh = useRefresh();
  const undo = useUndo();
  const path = { object: record.object, id: record.id };
  return useMutation({
    mutationFn: () =>
      data(api.DELETE('/api/v1/records/{object}/{id}', { params: { path, query: { if_seq: record.seq } } })),
    onSuccess: (written) => toast(t`Deleted. Earlier days keep it.`, { undo: () => undo.mutate(written.seq) }),
    onSettled: refresh,
  });
}

export function useRestore(record: Detail) {
  const { t } = useLingui();
  const refresh = useRefresh();
  const undo = useUndo();
  const path = { object: record.object, id: record.id };
  return useMutation({
    mutationFn: () => data(api.POST('/api/v1/records/{object}/{id}/restore', { params: { path } })),
    onSuccess: (written) => toast(t`Brought back`, { undo: () => undo.mutate(written.seq) }),
    onSettled: refresh,
  });
}
