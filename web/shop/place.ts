/** Which store one shops at, and where one is. Both are remembered; a link's `?store=` decides. */
import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";

import { api, body, type Schemas } from "@shared/api/client";
import { language } from "@shared/language";

import { persistedRef } from "./persisted";

export type Store = Schemas["StoreOut"];
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

export function useStores() {
  return useQuery({
    queryKey: ["stores", here, language],
    queryFn: () =>
      body(
        api.GET("/api/v1/stores", {
          params: { query: here.value ? { latitude: here.value.latitude, longitude: here.value.longitude } : {} },
        }),
      ),
    staleTime: 60_000,
    refetchInterval: 60_000, // a store may pause, close or fill up at any moment
  });
}

/** The store one shops at: the chosen one, else the nearest (the API lists it first), else any. */
export function useStore() {
  const stores = useStores();
  const store = computed<Store | undefined>(() => {
    const all = stores.data.value ?? [];
    return all.find((each) => each.code === storeId.value) ?? all.find((each) => each.is_open) ?? all[0];
  });
  return {
    store,
    code: computed(() => store.value?.code ?? storeId.value),
    ways: computed(() => store.value?.ways ?? []),
    isMissing: computed(() => stores.isSuccess.value && !stores.data.value?.length),
    stores,
  };
}

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
