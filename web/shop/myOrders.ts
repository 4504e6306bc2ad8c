/** My orders, the newest first; the last ones are at hand before anybody asks for them. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, onScopeDispose, ref, watch } from "vue";

import { api, body, type Schemas } from "@shared/api/client";
import { language } from "@shared/language";
import { isKnown, me } from "@shared/session";

import { exitCodeOf, hasEnded, orderViewOf } from "./useOrder";

export type Listed = Schemas["OrderBrief"];

const PAGE = 20;
const CALM_MILLISECONDS = 4_000;
const MOST_AT_HAND = 3;
const AT_HAND_MILLISECONDS = 60_000;

export function useMyOrders({ again, isWanted = () => true }: { again: number | false; isWanted?: () => boolean }) {
  const query = useInfiniteQuery({
    queryKey: ["orders", "all", () => me.value?.id],
    queryFn: ({ pageParam }) =>
      body(api.GET("/api/v1/orders", { params: { query: { limit: PAGE, before: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => (last.length === PAGE ? last.at(-1)!.id : undefined),
    enabled: computed(() => isKnown.value && me.value !== null && isWanted()),
    refetchInterval: again,
  });
  return { query, orders: computed<Listed[]>(() => query.data.value?.pages.flat() ?? []) };
}

/** Read once the first screen stands: where they are needed there may be no network. Called once, by the app. */
export function keepOrdersAtHand(): void {
  const isCalm = ref(false);
  const timer = setTimeout(() => (isCalm.value = true), CALM_MILLISECONDS);
  onScopeDispose(() => clearTimeout(timer));
  const { orders } = useMyOrders({ again: false, isWanted: () => isCalm.value });
  useAtHand(() => orders.value);
}

/** What will have to be shown of these orders soon: those under way, and those with a code for the door. */
export function useAtHand(orders: () => Listed[]): void {
  const queries = useQueryClient();
  const isSoon = (order: Listed) => order.can.includes("show_exit_code") || !hasEnded(order);
  watch(
    orders,
    (now) => {
      for (const { id, can } of now.filter(isSoon).slice(0, MOST_AT_HAND)) {
        void queries.prefetchQuery({ ...orderViewOf(id, language.value), staleTime: AT_HAND_MILLISECONDS });
        if (can.includes("show_exit_code")) void queries.prefetchQuery(exitCodeOf(id));
      }
    },
    { immediate: true },
  );
}
