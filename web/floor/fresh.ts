/** Screens that are true now: what the house tells makes their questions be asked again, soon and not too often. */
import { useQueryClient } from "@tanstack/vue-query";
import { onScopeDispose } from "vue";

import { useLive } from "@shared/api/live";
import { store } from "@shared/staff/place";

import { outbox } from "./outbox";

const GATHER_MILLISECONDS = 700;

/** Ask again what is kept under `keys` when a fact's name matches. */
export function useFresh(names: RegExp, ...keys: string[]): { isLive: ReturnType<typeof useLive>["isLive"] } {
  const queries = useQueryClient();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const { isLive } = useLive(
    () => (store.value && outbox.isOnline.value ? `/api/v1/live/stores/${store.value.code}` : null),
    (fact) => {
      if (!names.test(fact.name)) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const key of keys) void queries.invalidateQueries({ queryKey: [key] });
      }, GATHER_MILLISECONDS);
    },
  );
  onScopeDispose(() => clearTimeout(timer));
  return { isLive };
}
