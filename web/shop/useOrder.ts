/** One order as it goes on: the stream says that something happened, the API says what is true now. */
import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, ref, watch } from "vue";

import { api, body, type Schemas } from "@shared/api/client";
import { useLive } from "@shared/api/live";
import { Problem } from "@shared/api/problem";
import { isKnown, me } from "@shared/session";
import { language } from "@shared/language";

export type Order = Schemas["OrderView"];
export type Progress = Schemas["ProgressView"];

const ENDED = new Set(["done", "cancelled", "expired"]);
export const hasEnded = (order: { state: string }): boolean => ENDED.has(order.state);
/** Beside a stream that stands, a slow look; without one, a quick one. */
const SLOW_MILLISECONDS = 15_000;
const QUICK_MILLISECONDS = 2_000;

const pathOf = (id: string) => ({ params: { path: { order_id: id } } });
const read = (id: string) => body(api.GET("/api/v1/orders/{order_id}", pathOf(id)));
export const orderViewOf = (id: string, language: string) => ({
  queryKey: ["order", id, "view", language],
  queryFn: () => read(id),
});

/** The code for the door. It stays the same until it has opened it, and without connection too. */
export const exitCodeOf = (id: string) => ({
  queryKey: ["order", id, "exit"],
  queryFn: () => body(api.GET("/api/v1/orders/{order_id}/exit-code", pathOf(id))),
  retry: false,
  staleTime: Infinity,
});

export const useExitCode = (id: string, isThere: () => boolean) =>
  useQuery({ ...exitCodeOf(id), enabled: computed(isThere) });

export function useOrder(id: () => string) {
  const queries = useQueryClient();
  const isOver = ref<boolean | null>(null); // null: not known yet
  const { isLive } = useLive(
    () => (isOver.value === false ? `/api/v1/live/orders/${id()}` : null),
    () => void queries.invalidateQueries({ queryKey: ["order", id()] }),
  );
  const order = useQuery({
    queryKey: ["order", id, "view", language],
    queryFn: () => read(id()),
    enabled: computed(() => isKnown.value && me.value !== null),
    refetchInterval: () => (isOver.value ? false : isLive.value ? SLOW_MILLISECONDS : QUICK_MILLISECONDS),
    refetchOnWindowFocus: "always",
    staleTime: 0,
  });
  watch(order.data, (now) => now && (isOver.value = hasEnded(now)), { immediate: true });
  /** Nobody is known here, or it is somebody else's: the house does not tell which. */
  const isNotMine = computed(
    () =>
      (isKnown.value && me.value === null) ||
      (order.error.value instanceof Problem && order.error.value.status === 404),
  );
  return { order, isOver, isLive, isNotMine };
}

/** What the floor and the courier are doing with it; only for the screen that shows it. */
export function useProgress(id: () => string, order: { value: Order | undefined }) {
  const path = computed(() => pathOf(id()));
  const isAtWork = computed(() => order.value !== undefined && ["paid", "released"].includes(order.value.state));
  const progress = useQuery({
    queryKey: ["order", id, "progress", language],
    queryFn: () => body(api.GET("/api/v1/orders/{order_id}/progress", path.value)),
    enabled: computed(() => order.value !== undefined && order.value.paid_at !== null),
    refetchInterval: () => (isAtWork.value ? 5_000 : false),
  });
  const timeline = useQuery({
    queryKey: ["order", id, "timeline"],
    queryFn: () => body(api.GET("/api/v1/orders/{order_id}/timeline", path.value)),
    enabled: computed(() => order.value !== undefined),
    refetchInterval: () => (isAtWork.value ? 10_000 : false),
  });
  const questions = useQuery({
    queryKey: ["order", id, "questions", language],
    queryFn: () => body(api.GET("/api/v1/orders/{order_id}/questions", path.value)),
    enabled: isAtWork,
    refetchInterval: 10_000,
  });
  return { progress, timeline, questions, isAtWork };
}
