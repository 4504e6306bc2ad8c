/**
 * On duty or not, and where: the phone's position goes to the house every fifteen seconds while on duty, and at no other time. What could not be
 * sent is forgotten; only the newest is worth sending.
 */
import { computed, onScopeDispose, ref, shallowRef, watch } from "vue";

import { api, body } from "@shared/api/client";
import { isProblem } from "@shared/api/problem";
import { store } from "@shared/staff/place";

import type { Courier } from "./trip";

export type At = [latitude: number, longitude: number];
/** asking: the phone looks for it. none: there is no receiver, or it finds nothing. */
export type Finding = "asking" | "found" | "refused" | "none";

const TELL_EVERY_MILLISECONDS = 15_000;
const FIRST_LOOK_MILLISECONDS = 6_000;

export const courier = shallowRef<Courier | null>(null);
export const isOnDuty = computed(() => courier.value?.on_duty ?? false);
export const here = shallowRef<At | null>(null);
export const finding = ref<Finding>("asking");
/** The phone's time of the last position that the house has. */
export const toldAt = ref<number | null>(null);

/** How often duty was begun or ended here: an answer to what was asked before that is old news. */
let turns = 0;

const path = () => ({ path: { store_id: store.value!.code } });

/** Somebody who never rode here is off duty. */
export async function lookAtDuty(): Promise<void> {
  const turn = turns;
  try {
    const found = await body(api.GET("/api/v1/stores/{store_id}/couriers/me", { params: path() }));
    if (turn === turns) courier.value = found;
  } catch (error) {
    if (!isProblem(error, "not_on_duty")) throw error;
    if (turn === turns) courier.value = null;
  }
}

export async function goOn(): Promise<void> {
  const at = await firstLook();
  const where = at ? { latitude: at[0], longitude: at[1] } : {};
  courier.value = await body(
    api.POST("/api/v1/stores/{store_id}/couriers/me/duty", { params: path(), body: { on_duty: true, ...where } }),
  );
  turns++;
}

export async function goOff(): Promise<void> {
  courier.value = await body(
    api.POST("/api/v1/stores/{store_id}/couriers/me/duty", { params: path(), body: { on_duty: false } }),
  );
  turns++;
}

/** For the dispatcher, once: trips go to the nearest. Without it the store counts as the place. */
function firstLook(): Promise<At | null> {
  if (!navigator.geolocation) return Promise.resolve(null);
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      (found) => resolve((here.value = placeOf(found))),
      (failure) => {
        note(failure);
        resolve(null);
      },
      { enableHighAccuracy: true, timeout: FIRST_LOOK_MILLISECONDS, maximumAge: 30_000 },
    );
  });
}

/** While the calling component lives: follow the phone on duty, tell the house, and forget both off duty. */
export function usePosition(): void {
  let watching: number | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  let isTelling = false;

  function follow(): void {
    if (!navigator.geolocation) {
      finding.value = "none";
      return;
    }
    finding.value = here.value ? "found" : "asking";
    watching = navigator.geolocation.watchPosition(found, note, { enableHighAccuracy: true, maximumAge: 5_000 });
    timer = setInterval(() => void tell(), TELL_EVERY_MILLISECONDS);
  }

  function found(position: GeolocationPosition): void {
    here.value = placeOf(position);
    finding.value = "found";
    if (toldAt.value === null) void tell();
  }

  async function tell(): Promise<void> {
    if (isTelling || !here.value || finding.value !== "found") return;
    isTelling = true;
    const [latitude, longitude] = here.value;
    const turn = turns;
    try {
      const signal = AbortSignal.timeout(TELL_EVERY_MILLISECONDS);
      const told = await body(
        api.POST("/api/v1/stores/{store_id}/couriers/me/position", {
          params: path(),
          body: { latitude, longitude },
          signal,
        }),
      );
      if (turn !== turns) return;
      courier.value = told;
      toldAt.value = Date.now();
    } catch (error) {
      if (isProblem(error, "not_on_duty")) courier.value = null;
      else if (!isProblem(error)) throw error;
    } finally {
      isTelling = false;
    }
  }

  function stop(): void {
    if (watching !== null) navigator.geolocation.clearWatch(watching);
    clearInterval(timer);
    watching = null;
    here.value = null;
    toldAt.value = null;
  }

  watch(isOnDuty, (isOn) => (isOn ? follow() : stop()), { immediate: true });
  onScopeDispose(stop);
}

function note(failure: GeolocationPositionError): void {
  finding.value = failure.code === failure.PERMISSION_DENIED ? "refused" : here.value ? "found" : "none";
}

const placeOf = ({ coords }: GeolocationPosition): At => [round(coords.latitude), round(coords.longitude)];
const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5;

const EARTH_METRES_PER_DEGREE = 111_195;

/** Straight, on a flat map: good for what a scooter rides. */
export function metresBetween(one: At, other: At): number {
  const north = (other[0] - one[0]) * EARTH_METRES_PER_DEGREE;
  const east = (other[1] - one[1]) * EARTH_METRES_PER_DEGREE * Math.cos((one[0] * Math.PI) / 180);
  return Math.hypot(north, east);
}
