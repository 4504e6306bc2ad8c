/** What head office asks about the whole chain, and how states look. */
import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";
import { useI18n } from "vue-i18n";

import { api, body, type Schemas } from "@shared/api/client";
import { chain } from "@shared/chain";
import { language } from "@shared/language";
import { storePage, type Store } from "@shared/stores";

export type ChainNow = Schemas["ChainNow"];
export type StoreNow = Schemas["StoreNow"];
export type Figures = Schemas["PeriodFigures"];
export type StoreDay = Schemas["StoreDay"];
export type Alert = Schemas["StockAlert"];
export type FoundOrder = Schemas["FoundOrder"];
export type Story = Schemas["OrderStory"];
export type { Store };
export type Period = "hour" | "today";
export type Tone = "leaf" | "amber" | "red" | "sea" | "plain" | "ink";

export const REFRESH_MILLISECONDS = 15_000;
export const CALM = { placeholderData: keepPreviousData, refetchIntervalInBackground: false };

export function useNowFigures(period: Ref<Period>) {
  return useQuery({
    queryKey: ["now", period, language],
    queryFn: () => body(api.GET("/api/v1/insight/now", { params: { query: { period: period.value } } })),
    refetchInterval: REFRESH_MILLISECONDS,
    ...CALM,
  });
}

/** The most urgent ones; `Stock.vue` reads on. */
export function useAlerts(storeId: Ref<string | null>, limit: number) {
  return useQuery({
    queryKey: ["alerts", storeId, limit, language],
    queryFn: () =>
      body(api.GET("/api/v1/insight/alerts", { params: { query: { store_id: storeId.value ?? undefined, limit } } })),
    refetchInterval: 4 * REFRESH_MILLISECONDS,
    ...CALM,
  });
}

/** The store that comes first, for what needs one and was told none; a chain that has just begun is missing it. */
export function useFirstStore() {
  const { data } = useQuery({ queryKey: ["stores", "first", language], queryFn: () => storePage({ limit: 1 }) });
  return {
    store: computed(() => data.value?.stores[0]),
    isMissing: computed(() => data.value?.stores.length === 0),
  };
}

/** What stores can do at all, by code, in the reader's words. */
export function useCapabilities() {
  const query = useQuery({
    queryKey: ["capabilities", language],
    queryFn: () => body(api.GET("/api/v1/capabilities")),
    staleTime: Infinity,
  });
  return (code: string) => query.data.value?.find((each) => each.code === code)?.name ?? code;
}

export function useDay(storeId: Ref<string>, date: Ref<string>) {
  return useQuery({
    queryKey: ["day", storeId, date, language],
    queryFn: () =>
      body(
        api.GET("/api/v1/insight/stores/{store_id}/day", {
          params: { path: { store_id: storeId.value }, query: { date: date.value || undefined } },
        }),
      ),
    enabled: computed(() => Boolean(storeId.value)),
    refetchInterval: 4 * REFRESH_MILLISECONDS,
    ...CALM,
  });
}

export const stateTone = (state: string): Tone =>
  (({ open: "leaf", busy: "amber", paused: "red", closed: "red" })[state] as Tone) ?? "plain";
export const orderTone = (state: string): Tone =>
  (
    ({
      awaiting_payment: "amber",
      paid: "sea",
      released: "sea",
      done: "leaf",
      expired: "plain",
      cancelled: "red",
    }) as Record<string, Tone>
  )[state] ?? "plain";
export const alertTone = (kind: string): Tone =>
  (({ expired: "red", near_expiry: "amber", sold_out: "red", low: "amber" }) as Record<string, Tone>)[kind] ?? "plain";

export const clockOf = (figures: Figures, stage: string) => figures.clocks.find((each) => each.stage === stage);
export const keptShare = (figures: Figures) => (figures.kept.due ? figures.kept.kept / figures.kept.due : null);

/** The store's calendar day of an instant, as `2026-11-25`. */
export const dayOf = (at: Date, zone = chain.time_zone) =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);

export function dayBefore(date: string): string {
  const then = new Date(`${date}T12:00:00Z`);
  then.setUTCDate(then.getUTCDate() - 1);
  return then.toISOString().slice(0, 10);
}

/** How a store's state is said; one that is open but shut for the night is shut. */
export function useStateWords(): (store: StoreNow) => string {
  const { t } = useI18n();
  return (store) => (store.state === "open" && !store.is_open ? t("hq.state.shut") : t(`hq.state.${store.state}`));
}
