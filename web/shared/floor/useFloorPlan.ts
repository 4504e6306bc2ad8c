/** The plan of a store, and the way over it; both change seldom, so that a phone keeps them. */
import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";

import { api, body } from "../api/client";

const TEN_MINUTES = 600_000;

export function useFloorPlan(storeId: () => string) {
  return useQuery({
    queryKey: ["plan", storeId],
    queryFn: () => body(api.GET("/api/v1/stores/{store_id}/plan", { params: { path: { store_id: storeId() } } })),
    staleTime: TEN_MINUTES,
  });
}

/** The way from each place to the next; asked for when there are two at least. */
export function useWalk(storeId: () => string, places: Ref<string[]>) {
  return useQuery({
    queryKey: ["plan", storeId, "walk", places],
    queryFn: () =>
      body(
        api.GET("/api/v1/stores/{store_id}/plan/walk", {
          params: { path: { store_id: storeId() }, query: { place: places.value } },
        }),
      ),
    enabled: computed(() => places.value.length > 1),
    staleTime: TEN_MINUTES,
    placeholderData: keepPreviousData,
  });
}
