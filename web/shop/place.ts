/** Which store one shops at, and where one is. Both are remembered; a link's `?store=` decides. */
import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";

import type { Schemas } from "@shared/api/client";
import { isProblem } from "@shared/api/problem";
import { language } from "@shared/language";
import { oneStore, storePage, type Store } from "@shared/stores";

import { persistedRef } from "./persisted";

export type { Store };
export type Way = Schemas["Way"];

/** A position the shopper gave: the phone's, or that of an address. `addressId`: one of the kept addresses. */
export interface Here {
  latitude: number;
  longitude: number;
  words: string;
  addressId?: string;
  phone?: string;
  note?: string;
}

export const storeId = persistedRef<string | null>("newretail.shop.store", null);
export const here = persistedRef<Here | null>("newretail.shop.here", null);

const MINUTE = 60_000; // a store may pause, close or fill up at any moment
/** So many of the nearest are looked at for one that is open. */
const NEAREST = 12;

/** The store one shops at: the chosen one, else the nearest that is open, else the nearest. Without a position: the first. */
export function useStore() {
  const chosen = useQuery({
    queryKey: ["stores", "one", storeId, here, language],
    queryFn: () => oneStore(storeId.value!, here.value),
    enabled: computed(() => storeId.value !== null),
    retry: (failures, error) => !isGone(error) && failures < 3,
    staleTime: MINUTE,
    refetchInterval: MINUTE,
  });
  const isToFind = computed(() => storeId.value === null || isGone(chosen.error.value));
  const near = useQuery({
    queryKey: ["stores", "near", here, language],
    queryFn: () => storePage({ near: here.value, limit: NEAREST }),
    enabled: isToFind,
    staleTime: MINUTE,
    refetchInterval: MINUTE,
  });
  const store = computed<Store | undefined>(() => {
    if (!isToFind.value) return chosen.data.value;
    const nearest = near.data.value?.stores ?? [];
    return nearest.find((each) => each.is_open) ?? nearest[0];
  });
  return {
    store,
    code: computed(() => store.value?.code ?? storeId.value),
    ways: computed(() => store.value?.ways ?? []),
    isMissing: computed(() => isToFind.value && near.isSuccess.value && !near.data.value?.stores.length),
    error: computed(() => (isToFind.value ? near.error.value : chosen.error.value)),
    refetch: () => (isToFind.value ? near.refetch() : chosen.refetch()),
  };
}

const isGone = (error: unknown) => isProblem(error) && error.status === 404;

/** Ask the phone where it is. Rejects when it does not say. */
export async function locate(words: string): Promise<void> {
  const found = await new Promise<GeolocationPosition>((found, refused) => {
    if (!("geolocation" in navigator)) refused(new Error("no geolocation"));
    else
      navigator.geolocation.getCurrentPosition(found, refused, {
        maximumAge: 60_000,
        timeout: 10_000,
        enableHighAccuracy: false,
      });
  });
  here.value = { latitude: found.coords.latitude, longitude: found.coords.longitude, words };
}
