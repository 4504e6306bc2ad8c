import { useQuery, useQueryClient } from "@tanstack/vue-query";

import { api, body, type Schemas } from "@shared/api/client";
import { store } from "@shared/staff/place";

import { useFresh } from "../fresh";

export type Parcel = Schemas["ParcelView"];

const MOST = 100;

/** The parcels that have not left for good, the most urgent first; always as they are now. */
export function useParcels() {
  useFresh(/^(bag|leg|part|pick_job|work|trip|stage)\./, "parcels");
  const queries = useQueryClient();
  const list = useQuery({
    queryKey: ["parcels", store.value!.code],
    queryFn: () =>
      body(
        api.GET("/api/v1/stores/{store_id}/parcels", {
          params: { path: { store_id: store.value!.code }, query: { limit: MOST } },
        }),
      ),
    refetchInterval: 20_000,
  });
  /** The house's answer to a change, at once in the list. */
  function put(parcel: Parcel): void {
    queries.setQueryData<Parcel[]>(["parcels", store.value!.code], (all) =>
      all?.map((each) => (each.id === parcel.id ? parcel : each)),
    );
    void queries.invalidateQueries({ queryKey: ["parcels"] });
  }
  return { ...list, put };
}

/** What the packer has to look at first: all bags here, then what is to be handed over, then what is on its way. */
export const ORDER = ["arrived", "packed", "waiting", "failed", "shelved", "riding"] as const;

export const bagsHere = (parcel: Parcel): number =>
  parcel.bags.filter((bag) => bag.state === "arrived" || bag.state === "packed").length;
