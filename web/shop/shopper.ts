/** Who shops on this phone. Remembered, so that what is theirs can be shown without network, and let go of with all of it when they
 * leave or somebody else comes. */
import { useQueryClient, type QueryClient } from "@tanstack/vue-query";
import { ref, watch } from "vue";

import { isProblem } from "@shared/api/problem";
import { isReached } from "@shared/api/reach";
import { isKnown, loadProfile, me, type Profile } from "@shared/session";

import { forgetKept, PERSONAL } from "./kept";
import { forgetPersisted, persistedRef } from "./persisted";

/** Their number, name and language; how they can be reached is not needed here. */
const remembered = persistedRef<Profile | null>("newretail.shop.me", null);

/** Under this name lies what is kept for whoever shops here. */
export const nameOfKept = (): string => remembered.value?.id ?? "nobody";

/** What else this browser holds of a person. Which store they chose says nothing of them. */
const THEIRS = ["here", "searched", "carts", "way", "payments"].map((name) => `newretail.shop.${name}`);

/** `me` is whom this browser last knew; the house has not said so yet. */
const isBelieved = ref(false);

/** Ask who this is. While the house cannot say it, it is who it was the last time. */
export async function recognise(): Promise<void> {
  try {
    await loadProfile();
    isBelieved.value = false;
  } catch (error) {
    if (!isProblem(error) || !error.isPassing) throw error;
    if (isKnown.value) return;
    isBelieved.value = true;
    if (!remembered.value) return; // nobody knows; nothing is said of them
    me.value = remembered.value;
    isKnown.value = true;
  }
}

/** Whoever leaves takes along what was theirs; other tabs follow. Called once, by the app. */
export function followShopper(): void {
  const queries = useQueryClient();
  let last = remembered.value; // of this tab: what is remembered may be another tab's already
  watch(
    () => (isKnown.value ? (me.value?.id ?? null) : undefined),
    (now) => {
      if (now === undefined) return;
      const before = last;
      last = me.value && { ...me.value, email: null, phone: null };
      if (remembered.value?.id !== now) remembered.value = last;
      if (before && before.id !== now) letGo(queries, before);
    },
    { immediate: true, flush: "sync" },
  );
  watch(remembered, (there) => {
    if (isKnown.value && (there?.id ?? null) !== (me.value?.id ?? null)) void recognise();
  });
  watch(isReached, (reached) => reached && isBelieved.value && void recognise());
}

/** A guest who signs in brings the cart and the place along; a member who leaves leaves nothing. */
function letGo(queries: QueryClient, before: Profile): void {
  for (const kind of PERSONAL) queries.removeQueries({ queryKey: [kind] });
  void forgetKept();
  if (before.kind !== "guest") forgetPersisted(THEIRS);
}

/** Somebody leaves for good, or this browser. */
export async function forgetShopper(queries: QueryClient): Promise<void> {
  forgetPersisted(THEIRS);
  queries.clear();
  await forgetKept();
  await recognise();
}
