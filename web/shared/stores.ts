/** Stores, always a page of them or those that are named: a chain may have thousands. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/vue-query";
import { computed, onScopeDispose, ref, watch, type Ref } from "vue";

import { api, body, type Schemas } from "./api/client";
import { language } from "./language";

export type Store = Schemas["StoreOut"];
export type StorePage = Schemas["StorePageOut"];

export interface Point {
  latitude: number;
  longitude: number;
}
interface Asked {
  q?: string;
  near?: Point | null;
  codes?: string[];
  after?: string;
  limit?: number;
}

export const PAGE = 30;
const MOST_NAMED = 200;
const REST_MILLISECONDS = 250;

/** A page of stores: nearest first where a point is given, by code otherwise. */
export const storePage = ({ q, near, codes, after, limit = PAGE }: Asked = {}): Promise<StorePage> =>
  body(
    api.GET("/api/v1/stores", {
      params: {
        query: { q: q || undefined, code: codes ?? [], after, limit, ...pointOf(near) },
      },
    }),
  );

export const oneStore = (code: string, near?: Point | null): Promise<Store> =>
  body(api.GET("/api/v1/stores/{store_id}", { params: { path: { store_id: code }, query: pointOf(near) } }));

/** Read on page by page; `typed` finds stores by name or code, once the typing rests. */
export function useStoreList({ typed, near, size }: { typed: Ref<string>; near?: Ref<Point | null>; size?: number }) {
  const q = ref(typed.value.trim());
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(typed, (now) => {
    clearTimeout(timer);
    timer = setTimeout(() => (q.value = now.trim()), REST_MILLISECONDS);
  });
  onScopeDispose(() => clearTimeout(timer));
  const query = useInfiniteQuery({
    queryKey: ["stores", "list", q, () => pointOf(near?.value), size, language],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => storePage({ q: q.value, near: near?.value, after: pageParam, limit: size }),
    getNextPageParam: (last) => last.next_after ?? undefined,
    placeholderData: keepPreviousData,
  });
  return { query, q, stores: computed(() => query.data.value?.pages.flatMap((page) => page.stores) ?? []) };
}

/** What is known of just these stores: what they are called, where their clocks stand. */
export function useStoresOf(wanted: () => (string | null | undefined)[]) {
  const codes = computed(() => [...new Set(wanted().filter((code): code is string => Boolean(code)))].sort());
  const { data } = useQuery({
    queryKey: ["stores", "of", codes, language],
    queryFn: async () => {
      const pages = Array.from({ length: Math.ceil(codes.value.length / MOST_NAMED) }, (_, index) =>
        storePage({ codes: codes.value.slice(index * MOST_NAMED, (index + 1) * MOST_NAMED), limit: MOST_NAMED }),
      );
      return (await Promise.all(pages)).flatMap((page) => page.stores);
    },
    enabled: computed(() => codes.value.length > 0),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  const byCode = computed(() => new Map(data.value?.map((each) => [each.code, each])));
  const find = (code: string | null | undefined) => (code ? byCode.value.get(code) : undefined);
  return { find, called: (code: string) => find(code)?.name ?? code };
}

const pointOf = (near?: Point | null) => (near ? { latitude: near.latitude, longitude: near.longitude } : {});
