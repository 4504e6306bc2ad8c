/** What a shopper may need where there is no network lies on their phone: the cart, the last orders with their codes, the store.
 *
 * It is the front's own reading, as it was last answered; what is shown of it says of when it is (`connection.ts`). Nothing is
 * kept of anybody but whoever shops here: it lies under their number, and goes when they do (`shopper.ts`). */
import { createAsyncStoragePersister } from "@tanstack/query-async-storage-persister";
import { persistQueryClient, type PersistedClient } from "@tanstack/query-persist-client-core";
import type { Query, QueryClient, QueryKey } from "@tanstack/vue-query";
import { clear, createStore, del, get, set } from "idb-keyval";

/** So long a reading is kept, so many of them and so much in all, the newest first. */
export const MOST_AGE_MILLISECONDS = 7 * 24 * 3_600_000;
export const MOST_READINGS = 120;
export const MOST_CHARACTERS = 600_000;
/** The longest that a beginning waits for what was kept. */
const PATIENCE_MILLISECONDS = 1_500;

/** Readings of a person, by the first word of their key; of these the ones in KEPT are kept. */
export const PERSONAL = [
  "cart",
  "order",
  "orders",
  "addresses",
  "consents",
  "payment",
  "passkeys",
  "sessions",
  "own tokens",
];
const KEPT = ["cart", "order", "orders", "stores", "categories"];
/** What is asked of somebody now is not asked later, and of stores the one is needed. */
const NOT_KEPT = ["questions", "list"];

const openPlace = () => createStore("newretail-shop", "kept");
let place: ReturnType<typeof openPlace> | undefined;

/** Give back what was kept under this name, and keep what is read from now on. */
export function keepReadings(queries: QueryClient, nameOf: () => string): [() => void, Promise<void>] {
  place ??= openPlace();
  const there = place;
  for (const kind of KEPT) queries.setQueryDefaults([kind], { gcTime: MOST_AGE_MILLISECONDS });
  const persister = createAsyncStoragePersister({
    storage: {
      getItem: async () => (await get<string>(nameOf(), there)) ?? null,
      setItem: (_key, text: string) => set(nameOf(), text, there),
      removeItem: () => del(nameOf(), there),
    },
    serialize: (client) => JSON.stringify(bounded(client)),
  });
  const [stop, isBack] = persistQueryClient({
    queryClient: queries,
    persister,
    maxAge: MOST_AGE_MILLISECONDS,
    buster: import.meta.env.API_SHAPE ?? "",
    dehydrateOptions: { shouldDehydrateQuery: isKept, shouldDehydrateMutation: () => false },
  });
  const impatient = new Promise<void>((go) => setTimeout(go, PATIENCE_MILLISECONDS));
  // A browser that keeps nothing (a private window, a full disk) shops as well, only not without network.
  return [stop, Promise.race([isBack, impatient]).catch(() => undefined)];
}

/** Let go of everything that was kept, whoever's it was. */
export async function forgetKept(): Promise<void> {
  if (place) await clear(place).catch(() => undefined);
}

/** A reading that failed last keeps what it had: just then it is needed. */
const isKept = ({ state, queryKey }: Query): boolean => state.data !== undefined && isOfUse(queryKey);
const isOfUse = (key: QueryKey): boolean =>
  KEPT.includes(String(key[0])) && !NOT_KEPT.some((each) => key.includes(each));

export function bounded(client: PersistedClient): PersistedClient {
  const oldest = Date.now() - MOST_AGE_MILLISECONDS;
  let room = MOST_CHARACTERS;
  const takesRoom = (length: number) => length <= room && ((room -= length), true);
  const queries = client.clientState.queries
    .filter(({ state }) => state.dataUpdatedAt >= oldest)
    .sort((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt)
    .slice(0, MOST_READINGS)
    .filter(({ state }) => takesRoom(JSON.stringify(state.data).length))
    .map((each) => ({
      ...each,
      state: { ...each.state, status: "success" as const, error: null, fetchFailureCount: 0, fetchFailureReason: null },
    }));
  return { ...client, clientState: { queries, mutations: [] } };
}
