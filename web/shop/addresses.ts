/** The addresses a shopper keeps, and the one goods go to. A guest may keep some too; signing in brings them along. */
import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed } from "vue";

import { api, body, type Schemas } from "@shared/api/client";
import { ensureGuest, isKnown, me, loadProfile } from "@shared/session";

import { here } from "./place";

export type Address = Schemas["AddressCard"];
export type AddressWish = Schemas["KeptAddressIn"];

export function useAddresses() {
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ["addresses", computed(() => me.value?.id)],
    queryFn: () => body(api.GET("/api/v1/me/addresses")),
    enabled: computed(() => isKnown.value && me.value !== null),
  });

  async function keep(id: string, wish: AddressWish): Promise<Address> {
    if (!isKnown.value) await loadProfile();
    await ensureGuest();
    const kept = await body(
      api.PUT("/api/v1/me/addresses/{address_id}", { params: { path: { address_id: id } }, body: wish }),
    );
    await queries.invalidateQueries({ queryKey: ["addresses"] });
    if (here.value?.addressId === id) choose(kept);
    return kept;
  }

  async function forget(id: string): Promise<void> {
    await api.DELETE("/api/v1/me/addresses/{address_id}", { params: { path: { address_id: id } } });
    if (here.value?.addressId === id) here.value = null;
    await queries.invalidateQueries({ queryKey: ["addresses"] });
  }

  return { addresses: computed(() => query.data.value ?? []), query, keep, forget };
}

/** Goods go there from now on, and times are reckoned to there. */
export function choose(address: Address): void {
  here.value = {
    latitude: address.latitude,
    longitude: address.longitude,
    words: address.label ? `${address.label} · ${address.text}` : address.text,
    addressId: address.id,
    phone: address.phone,
    note: address.note,
  };
}
