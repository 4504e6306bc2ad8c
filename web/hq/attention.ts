/** What waits for a person at head office: facts that were given up, money that its tender would not take back. */
import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";

import { api, body } from "@shared/api/client";

import { CALM, REFRESH_MILLISECONDS } from "./chain";

export function useFactStanding() {
  return useQuery({
    queryKey: ["facts", "standing"],
    queryFn: async () => (await body(api.GET("/api/v1/health"))).facts,
    refetchInterval: 2 * REFRESH_MILLISECONDS,
    ...CALM,
  });
}

function useStuckRefunds() {
  return useQuery({
    queryKey: ["refunds", "standing"],
    queryFn: () => body(api.GET("/api/v1/insight/refunds/stuck", { params: { query: { limit: 1 } } })),
    refetchInterval: 4 * REFRESH_MILLISECONDS,
    ...CALM,
  });
}

/** How much waits, by where one goes to mend it. */
export function useAttention() {
  const [facts, refunds] = [useFactStanding(), useStuckRefunds()];
  return computed<Record<string, number>>(() => ({
    integrations: facts.data.value?.given_up ?? 0,
    orders: refunds.data.value?.failed ?? 0,
  }));
}
