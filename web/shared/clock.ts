/** The house's time, not the phone's: a phone may be wrong, and a simulated store has a clock of its own. */
import { onScopeDispose, ref, type Ref } from "vue";

import { api } from "./api/client";

const RESYNC_MILLISECONDS = 60_000;

const PLACE = "newretail.clock";

let anchor = remembered();
let lastSync = -Infinity;
const tick = ref(0);
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** What time it is in the house. */
export function houseNow(): Date {
  return new Date(anchor.house + (performance.now() - anchor.here) * anchor.speed);
}

/** What time it was in the house at that moment of this phone's clock, in milliseconds as `Date.now()` counts them. */
export const houseAt = (phone: number): Date => new Date(houseNow().getTime() - (Date.now() - phone) * anchor.speed);

/** A clock for a component: renewed each second while anybody looks. */
export function useNow(): Ref<Date> {
  const now = ref(houseNow());
  const renew = () => (now.value = houseNow());
  listeners.add(renew);
  if (watchers++ === 0) timer = setInterval(beat, 1000);
  beat();
  onScopeDispose(() => {
    listeners.delete(renew);
    if (--watchers === 0) clearInterval(timer);
  });
  return now;
}

const listeners = new Set<() => void>();

function beat(): void {
  tick.value++;
  if (performance.now() - lastSync > RESYNC_MILLISECONDS) void synchronise();
  listeners.forEach((renew) => renew());
}

async function synchronise(): Promise<void> {
  lastSync = performance.now();
  const sent = performance.now();
  try {
    const { data } = await api.GET("/api/v1/simulation/clock");
    if (!data) return;
    const received = performance.now();
    anchor = {
      house: Date.parse(data.now),
      here: (sent + received) / 2,
      speed: data.mode === "system" ? 1 : data.speed,
    };
    localStorage.setItem(
      PLACE,
      JSON.stringify({ house: houseNow().getTime(), phone: Date.now(), speed: anchor.speed }),
    );
  } catch {
    lastSync = performance.now() - RESYNC_MILLISECONDS + 10_000; // the line is down: keep counting, ask again soon
  }
}

/** The time that came with the page; without network the last one the house told, carried on by the phone's clock. */
function remembered(): { house: number; here: number; speed: number } {
  const told = navigator.onLine ? /(?:^|; )newretail_clock=([\d.]+)x([\d.]+)/.exec(document.cookie) : null;
  if (told) {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return { house: Number(told[1]) * 1000, here: navigation?.responseStart ?? 0, speed: Number(told[2]) };
  }
  const kept = JSON.parse(localStorage.getItem(PLACE) ?? "null") as {
    house: number;
    phone: number;
    speed: number;
  } | null;
  const house = kept ? kept.house + (Date.now() - kept.phone) * kept.speed : Date.now();
  return { house, here: performance.now(), speed: kept?.speed ?? 1 };
}
