/** Without connection the house is asked again and again, and what stands on the screen says of when it is. */
import { focusManager } from "@tanstack/vue-query";
import { computed, onScopeDispose, shallowRef, watch, watchEffect } from "vue";

import { api } from "@shared/api/client";
import { isReached } from "@shared/api/reach";
import { houseAt, houseNow } from "@shared/clock";
import { clockTime, day, dayAndTime } from "@shared/format";

const ASK_AGAIN_MILLISECONDS = 5_000;

interface Shown {
  /** When it was read, by this phone's clock. */
  at: number;
  zone: string | undefined;
}
const shown = shallowRef<Shown | null>(null);

/** The moment in the house that the screen shows while there is no connection; null where it shows the present, or nothing read. */
export const shownAsOf = computed(() => (isReached.value || !shown.value ? null : houseAt(shown.value.at)));

/** The same in words: the time, with its day where that is another one. */
export const asOfWords = computed(() => {
  const [moment, zone] = [shownAsOf.value, shown.value?.zone];
  if (!moment) return "";
  return day(moment, zone) === day(houseNow(), zone) ? clockTime(moment, zone) : dayAndTime(moment, zone);
});

/** This screen shows what was read then (`dataUpdatedAt` of a query; 0: nothing), on the clock of that store. */
export function useAsOf(at: () => number, zone: () => string | undefined): void {
  let mine: Shown | null = null;
  watchEffect(() => (shown.value = mine = at() ? { at: at(), zone: zone() } : null));
  onScopeDispose(() => shown.value === mine && (shown.value = null));
}

/** Called once, by the app. */
export function followConnection(): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  watch(
    isReached,
    (reached) => {
      clearInterval(timer);
      if (!reached) timer = setInterval(ask, ASK_AGAIN_MILLISECONDS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearInterval(timer));
  // Two windows beside each other are both visible: whoever turns to one wants to see what is so now.
  focusManager.setEventListener((looked) => {
    const look = () => looked();
    window.addEventListener("visibilitychange", look);
    window.addEventListener("focus", look);
    return () => {
      window.removeEventListener("visibilitychange", look);
      window.removeEventListener("focus", look);
    };
  });
}

function ask(): void {
  if (!document.hidden) void api.GET("/api/v1/health").catch(() => undefined); // the client notes what became of it
}
