import { describe, expect, it } from "vitest";

import { isoDay, weekFrom } from "./week";

const HOURS = [1, 2, 3, 4, 5, 6, 7].map((day) => (day === 3 ? [] : [[`0${day}:00`, "20:00"]]));
const named = (at: Date) => new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: "UTC" }).format(at);

describe("a week of opening hours", () => {
  it("begins on Monday or on Sunday, as the chain's country does, and each day keeps its hours", () => {
    const monday = weekFrom(HOURS, 1);
    expect(monday.map((day) => named(day.example))).toEqual(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);
    const sunday = weekFrom(HOURS, 7);
    expect(sunday.map((day) => named(day.example))).toEqual(["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]);
    expect(sunday[0]!.spans).toEqual([["07:00", "20:00"]]);
    expect(sunday[3]).toMatchObject({ iso: 3, spans: [] });
  });

  it("knows today where the store stands", () => {
    const lateSundayInLondon = new Date("2026-03-01T20:00:00Z");
    expect(isoDay(lateSundayInLondon, "Europe/London")).toBe(7);
    expect(isoDay(lateSundayInLondon, "Asia/Tokyo")).toBe(1);
  });
});
