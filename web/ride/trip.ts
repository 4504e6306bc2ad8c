/** A trip as it will be when the house has heard all that the courier did. Pure. */
import type { Schemas } from "@shared/api/client";
import type { Kept } from "@shared/offline/outbox";

export type Trip = Schemas["TripView"];
export type Stop = Schemas["StopView"];
export type Day = Schemas["CourierDayView"];
export type Coming = Schemas["Coming"];
export type Courier = Schemas["CourierStatus"];
export type Cause = Schemas["FailIn"]["cause"];

export const CAUSES: readonly Cause[] = ["nobody_home", "wrong_address", "refused", "damaged", "accident", "other"];

export type Deed =
  | { does: "pickUp"; at: string }
  | { does: "leave" | "arrive" | "deliver"; parcel: string; at: string }
  | { does: "fail"; parcel: string; at: string; cause: Cause };

/** What the house lets the courier do now, and while it has not heard all yet, what it will say. */
export const may = (of: Trip | Stop, deed: Trip["can"][number] | Stop["can"][number]) =>
  (of.can as string[]).includes(deed);

export const isLive = (stop: Stop) => stop.state === "waiting" || stop.state === "arrived";
export const isPacked = (stop: Stop) => stop.parcel_state !== "waiting" && stop.parcel_state !== "arrived";
export const liveStops = (trip: Trip) => trip.stops.filter(isLive);

/** What a trip that is in hand no more leaves on the screen: itself when it was ridden to its end, on whatever device; else nothing,
 * and whether others called it off. `ended`: as the house has it, null where it knows of none. */
export function leftOf(old: Trip, ended: Trip | null): { trip: Trip | null; wasCalledOff: boolean } {
  if (ended && ended.state !== "cancelled") return { trip: ended, wasCalledOff: false };
  const open = new Set(liveStops(old).map((stop) => stop.parcel_id));
  const isOff = (stop: Stop) => stop.state === "cancelled" && open.has(stop.parcel_id);
  return { trip: null, wasCalledOff: ended ? ended.stops.some(isOff) : open.size > 0 };
}

export function asItWillBe(trip: Trip, waiting: Kept[]): Trip {
  return waiting.filter((kept) => kept.topic === trip.id).reduce((so, kept) => after(so, kept.note as Deed), trip);
}

function after(trip: Trip, deed: Deed): Trip {
  if (deed.does === "pickUp") {
    return {
      ...trip,
      state: "riding",
      picked_up_at: deed.at,
      stops: trip.stops.map((stop) => (isLive(stop) ? { ...stop, ...ON_BOARD } : stop)),
      can: [],
    };
  }
  const stops = trip.stops.map((stop) => (stop.parcel_id === deed.parcel ? { ...stop, ...changed(deed) } : stop));
  const live = stops.filter(isLive);
  const isReady = trip.state === "offered" && live.every(isPacked);
  if (live.length) return { ...trip, stops, can: isReady ? ["pick_up"] : [] };
  return { ...trip, stops, done_at: deed.at, state: trip.state === "riding" ? "done" : "cancelled", can: [] };
}

const ON_BOARD: Partial<Stop> = { parcel_state: "riding", bags_to_scan: [], can: ["arrive", "deliver", "fail"] };

function changed(deed: Exclude<Deed, { does: "pickUp" }>): Partial<Stop> {
  switch (deed.does) {
    case "leave":
      return { state: "left", ended_at: deed.at, bags_to_scan: [], can: [] };
    case "arrive":
      return { state: "arrived", arrived_at: deed.at, can: ["deliver", "fail"] };
    case "deliver":
      return { state: "delivered", ended_at: deed.at, can: [] };
    case "fail":
      return { state: "failed", ended_at: deed.at, cause: deed.cause, can: [] };
  }
}
