import type { Kept } from "@shared/offline/outbox";
import { describe, expect, test } from "vitest";

import { asItWillBe, leftOf, may, type Deed, type Stop, type Trip } from "./trip";

const AT = "2026-06-15T12:00:00Z";

const stop = (parcel: string, changes: Partial<Stop> = {}): Stop =>
  ({
    parcel_id: parcel,
    state: "waiting",
    parcel_state: "packed",
    bags: [`BAG-${parcel}`],
    bags_to_scan: [`BAG-${parcel}`],
    can: ["leave_behind"],
    ...changes,
  }) as Stop;

const offered = (...stops: Stop[]): Trip =>
  ({
    id: "trip",
    state: "offered",
    stops,
    can: stops.every((each) => each.bags_to_scan.length) ? ["pick_up"] : [],
  }) as unknown as Trip;

const after = (trip: Trip, ...deeds: Deed[]): Trip =>
  asItWillBe(
    trip,
    deeds.map((note) => ({ id: "k", topic: "trip", note }) as Kept),
  );

const unpacked = (parcel: string) => stop(parcel, { parcel_state: "waiting", bags_to_scan: [] });

describe("what the courier may do without network is what the house will say", () => {
  test("who has left may arrive, deliver and fail, and leaves no more behind", () => {
    const riding = after(offered(stop("a"), stop("b")), { does: "pickUp", at: AT });
    expect(riding.can).toEqual([]);
    expect(riding.stops.map((each) => each.can)).toEqual([
      ["arrive", "deliver", "fail"],
      ["arrive", "deliver", "fail"],
    ]);
    expect(riding.stops.flatMap((each) => each.bags_to_scan)).toEqual([]);
  });

  test("at the door one does not arrive again; a stop that is over has nothing left to do", () => {
    const riding = after(offered(stop("a"), stop("b")), { does: "pickUp", at: AT });
    const there = after(riding, { does: "arrive", parcel: "a", at: AT });
    expect(there.stops[0]!.can).toEqual(["deliver", "fail"]);
    const done = after(there, { does: "deliver", parcel: "a", at: AT });
    expect([done.stops[0]!.can, done.state, done.can]).toEqual([[], "riding", []]);
    expect(after(done, { does: "fail", parcel: "b", at: AT, cause: "nobody_home" })).toMatchObject({
      state: "done",
      can: [],
    });
  });

  test("what is not packed holds the trip up until it is left behind", () => {
    const trip = offered(stop("a"), unpacked("b"));
    expect(may(trip, "pick_up")).toBe(false);
    const without = after(trip, { does: "leave", parcel: "b", at: AT });
    expect(may(without, "pick_up")).toBe(true);
    expect(without.stops[1]!.can).toEqual([]);
  });

  test("of two that are not packed the second still holds it up; a trip of which nothing is left is off", () => {
    const trip = offered(unpacked("a"), unpacked("b"));
    const one = after(trip, { does: "leave", parcel: "a", at: AT });
    expect([one.state, may(one, "pick_up")]).toEqual(["offered", false]);
    expect(after(one, { does: "leave", parcel: "b", at: AT })).toMatchObject({ state: "cancelled", can: [] });
  });
});

describe("a trip that ended where this device did not see it", () => {
  const riding = after(offered(stop("a"), stop("b")), { does: "pickUp", at: AT });
  const ended = (state: Trip["state"], ...states: Stop["state"][]): Trip => ({
    ...riding,
    state,
    stops: riding.stops.map((each, index) => ({ ...each, state: states[index]! })),
  });

  test("is shown as it was ridden to its end on another device", () => {
    const done = ended("done", "delivered", "failed");
    expect(leftOf(riding, done)).toEqual({ trip: done, wasCalledOff: false });
  });

  test("was called off only where others took off what this device still had to do", () => {
    expect(leftOf(riding, ended("cancelled", "cancelled", "cancelled"))).toEqual({ trip: null, wasCalledOff: true });
    expect(leftOf(riding, ended("cancelled", "left", "left"))).toEqual({ trip: null, wasCalledOff: false });
  });

  test("and that the house has forgotten takes nothing along", () => {
    expect(leftOf(riding, null)).toEqual({ trip: null, wasCalledOff: true });
  });
});
