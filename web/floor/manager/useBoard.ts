/** The work of the store now, renewed by what happens in it. */
import { useQuery } from "@tanstack/vue-query";

import { api, body } from "@shared/api/client";
import { store } from "@shared/staff/place";

import { useFresh } from "../fresh";

export function useBoard() {
  const { isLive } = useFresh(
    /^(stage|work|pick_job|line|substitution|bag|leg|trip|order|store|product|post)\./,
    "work",
  );
  const board = useQuery({
    queryKey: ["work", store.value!.code],
    queryFn: () =>
      body(api.GET("/api/v1/stores/{store_id}/work", { params: { path: { store_id: store.value!.code } } })),
    refetchInterval: 20_000,
  });
  return { ...board, isLive };
}
