/** The courier's work: the trip in hand, what is coming, the day. From the house, kept on the phone, changed by what the courier does. */
import { createStore, get, set } from "idb-keyval";
import { computed, onScopeDispose, ref, shallowRef, watch } from "vue";

import { api, body } from "@shared/api/client";
import { useLive, type Fact } from "@shared/api/live";
import { uuid7 } from "@shared/api/ids";
import { isProblem } from "@shared/api/problem";
import { houseNow } from "@shared/clock";
import { me } from "@shared/session";
import { store } from "@shared/staff/place";

import { courier, isOnDuty, lookAtDuty } from "./duty";
import { outbox } from "./outbox";
import { keepPhoto } from "./photos";
import { tripHasCome } from "./signals";
import {
  asItWillBe,
  isLive,
  leftOf,
  liveStops,
  type Cause,
  type Coming,
  type Courier,
  type Day,
  type Deed,
  type Stop,
  type Trip,
} from "./trip";

interface Memory {
  by: string;
  courier: Courier | null;
  trip: Trip | null;
  ticked: string[];
  chosen: string | null;
  day: Day | null;
}

const OURS =
  /^(trip\.made|leg\.packed|leg\.handed_over|leg\.received_back|leg\.left_behind|work\.opened|work\.cancelled|stage\.reached)$/;
const SETTLE_MILLISECONDS = 400;
const LOOK_AT_MOST_EVERY_MILLISECONDS = 5_000;
const LOOK_ANYWAY_EVERY_MILLISECONDS = 30_000;

const shelf = createStore("newretail-ride", "memory");

const base = shallowRef<Trip | null>(null);
/** Bags that the courier has in hand. */
export const ticked = ref<string[]>([]);
/** The stop to go to next, when the courier wants another order than the trip's. */
export const chosen = ref<string | null>(null);
export const day = shallowRef<Day | null>(null);
export const coming = shallowRef<Coming | null>(null);
export const isReady = ref(false);
export const trouble = shallowRef<unknown>(null);
/** The trip in hand was called off by others. */
export const wasCalledOff = ref(false);

/** What is on its way just now: its person waits for the answer, and nothing is taken for done before. */
const asked = ref<string[]>([]);
export const trip = computed(() =>
  base.value
    ? asItWillBe(
        base.value,
        outbox.waiting.value.filter((kept) => !asked.value.includes(kept.id)),
      )
    : null,
);
export const stops = computed(() => (trip.value ? liveStops(trip.value) : []));
export const current = computed(
  () =>
    stops.value.find((stop) => stop.parcel_id === chosen.value) ??
    stops.value.find((stop) => stop.state === "arrived") ??
    stops.value[0] ??
    null,
);

const here = () => ({ store_id: store.value!.code });

// --- what the courier does

export const pickUp = () => act({ does: "pickUp", at: now() }, "pick-up", { bags: toTake() }, null);
export const leaveBehind = (stop: Stop) =>
  act({ does: "leave", parcel: stop.parcel_id, at: now() }, "leave-behind", { parcel_id: stop.parcel_id }, stop);
export const arrive = (stop: Stop) => at(stop, "arrive", "arrive", {});
export const deliverWithCode = (stop: Stop, code: string) => at(stop, "deliver", "deliver", { door_code: code });

export async function deliverWithPhoto(stop: Stop, photo: Blob): Promise<void> {
  const key = uuid7();
  await keepPhoto(key, photo);
  await at(stop, "deliver", "deliver", {}, key);
}

export async function fail(stop: Stop, cause: Cause): Promise<void> {
  const moment = now();
  await act(
    { does: "fail", parcel: stop.parcel_id, at: moment, cause },
    "fail",
    { parcel_id: stop.parcel_id, cause, at: moment },
    stop,
  );
}

async function at(stop: Stop, does: "arrive" | "deliver", end: string, more: object, key?: string): Promise<void> {
  const moment = now();
  await act(
    { does, parcel: stop.parcel_id, at: moment },
    end,
    { parcel_id: stop.parcel_id, at: moment, ...more },
    stop,
    key,
  );
}

/** Throws the house's refusal, after which the trip is what the house says it is. */
async function act(deed: Deed, end: string, payload: object, stop: Stop | null, key = uuid7()): Promise<void> {
  const tripId = base.value!.id;
  asked.value = [...asked.value, key];
  try {
    await outbox.send({
      path: `/api/v1/stores/${store.value!.code}/trips/${tripId}/${end}`,
      body: payload,
      label: stop?.number ?? trip.value!.stops.map((each) => each.number).join(", "),
      key,
      topic: tripId,
      note: deed,
    });
  } catch (error) {
    void look();
    throw error;
  } finally {
    asked.value = asked.value.filter((each) => each !== key);
  }
  if (stop?.parcel_id === chosen.value && deed.does !== "arrive") chosen.value = null;
}

const now = () => houseNow().toISOString();
const toTake = () => trip.value!.stops.flatMap((stop) => stop.bags_to_scan);

/** The trip is over and seen. */
export function putAway(): void {
  settleOn(null);
  void look();
}

// --- from the house, and from the phone

export async function begin(): Promise<void> {
  const kept = await get<Memory>(store.value!.code, shelf);
  if (kept && kept.by === me.value?.id) {
    courier.value = kept.courier;
    base.value = kept.trip;
    ticked.value = kept.ticked;
    chosen.value = kept.chosen;
    day.value = kept.day;
    isReady.value = true;
  }
  await look();
  isReady.value = true;
}

let answers = 0;

/** What the house says now. Without network what the phone knows stays; asked again when an answer overtook the question. */
export async function look(): Promise<void> {
  const before = answers;
  trouble.value = null;
  try {
    const [found] = await Promise.all([
      body(api.GET("/api/v1/stores/{store_id}/trips/mine", { params: { path: here() } })),
      lookAtDuty(),
      lookAtDay(),
    ]);
    if (before !== answers) return await look();
    if (outbox.waiting.value.length === 0) settleOn(await next(found[0] ?? null));
    if (isOnDuty.value && !base.value)
      coming.value = await body(api.GET("/api/v1/stores/{store_id}/couriers/me/coming", { params: { path: here() } }));
  } catch (error) {
    if (!isProblem(error) || !error.isPassing) trouble.value = error;
    else if (!isReady.value) trouble.value = error;
  }
}

async function lookAtDay(): Promise<void> {
  day.value = await body(api.GET("/api/v1/stores/{store_id}/couriers/me/day", { params: { path: here() } }));
}

/** A trip that is over stays until it is put away or another one comes: also one that was brought to its end on another device. */
async function next(found: Trip | null): Promise<Trip | null> {
  const old = base.value;
  if (found || !old) return found;
  if (old.state === "done") return old;
  const left = leftOf(old, await ended(old.id));
  wasCalledOff.value = left.wasCalledOff;
  return left.trip;
}

async function ended(tripId: string): Promise<Trip | null> {
  try {
    const path = { ...here(), trip_id: tripId };
    return await body(api.GET("/api/v1/stores/{store_id}/trips/{trip_id}", { params: { path } }));
  } catch (error) {
    if (isProblem(error, "trip_not_found") || isProblem(error, "not_on_duty")) return null;
    throw error;
  }
}

function settleOn(found: Trip | null): void {
  if (found?.id !== base.value?.id) {
    ticked.value = [];
    chosen.value = null;
    if (found?.state === "offered") {
      wasCalledOff.value = false;
      tripHasCome();
    }
  }
  base.value = found;
}

/** While the calling component lives: hear of trips at once, and of what the house answered. */
export function useRide(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastLook = 0;

  function soon(wait: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      lastLook = Date.now();
      void look();
    }, wait);
  }

  const listening = computed(() =>
    isOnDuty.value && outbox.isOnline.value ? `/api/v1/live/stores/${store.value!.code}` : null,
  );
  useLive(listening, (fact: Fact) => {
    const isMine = fact.name === "trip.made" && fact.data.courier_id === courier.value?.id;
    if (isMine) soon(0);
    else if (OURS.test(fact.name))
      soon(Math.max(SETTLE_MILLISECONDS, lastLook + LOOK_AT_MOST_EVERY_MILLISECONDS - Date.now()));
  });
  const anyway = setInterval(() => document.visibilityState === "visible" && soon(0), LOOK_ANYWAY_EVERY_MILLISECONDS);
  const seen = () => document.visibilityState === "visible" && soon(0);
  document.addEventListener("visibilitychange", seen);

  const deaf = outbox.onAnswer((kept, answer) => {
    answers++;
    const told = answer as Trip | null;
    if (base.value && kept.topic === base.value.id && told?.stops) base.value = withKnown(base.value, told);
    soon(SETTLE_MILLISECONDS);
  });
  watch(
    () => outbox.isOnline.value && outbox.waiting.value.length === 0,
    (isQuiet) => isQuiet && isReady.value && soon(0),
  );
  watch([courier, base, ticked, chosen, day], () => {
    const memory: Memory = {
      by: me.value?.id ?? "",
      courier: courier.value,
      trip: base.value,
      ticked: ticked.value,
      chosen: chosen.value,
      day: day.value,
    };
    void set(store.value!.code, JSON.parse(JSON.stringify(memory)), shelf);
  });

  onScopeDispose(() => {
    deaf();
    clearTimeout(timer);
    clearInterval(anyway);
    document.removeEventListener("visibilitychange", seen);
  });
}

/** A trip that has ended has no stop left: what was called off on the way has its own words. */
function withKnown(_old: Trip, told: Trip): Trip | null {
  return told.state === "cancelled" && !told.stops.some(isLive) ? null : told;
}
