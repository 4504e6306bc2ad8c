/** A store's products page by page, by words or by department. */
import { useInfiniteQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";

import { api, body } from "@shared/api/client";
import { language } from "@shared/language";

const PAGE = 24;

export function useProducts({
  store,
  words,
  category,
}: {
  store: Ref<string | null>;
  words?: Ref<string>;
  category?: Ref<string>;
}) {
  const query = useInfiniteQuery({
    queryKey: ["products", store, () => words?.value ?? "", () => category?.value ?? "", language],
    queryFn: ({ pageParam }) =>
      body(
        api.GET("/api/v1/stores/{store_id}/products", {
          params: {
            path: { store_id: store.value! },
            query: { q: words?.value ?? "", category: category?.value, limit: PAGE, cursor: pageParam },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.cursor ?? undefined,
    enabled: computed(() => store.value !== null && (words === undefined || words.value.length > 0)),
    staleTime: 30_000,
  });
  const products = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []);
  return { query, products };
}
