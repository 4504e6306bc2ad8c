import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { effectScope } from "vue";

import { Server } from "./testing/server";

const CLOCK = "/api/v1/simulation/clock";
const NOON = Date.parse("2026-11-11T12:00:00Z");

beforeEach(() => {
  vi.resetModules();
  localStorage.clear();
  document.cookie = "newretail_clock=; max-age=0";
});

afterEach(() => vi.unstubAllGlobals());

const minutesOff = (time: Date, instant: number) => Math.round((time.getTime() - instant) / 60_000);

test("the time that came with the page is the store's, not the phone's", async () => {
  document.cookie = `newretail_clock=${NOON / 1000}x1`;
  const { houseNow } = await import("./clock");
  expect(minutesOff(houseNow(), NOON)).toBe(0);
});

test("a simulated store's time runs at its speed", async () => {
  document.cookie = `newretail_clock=${NOON / 1000}x60`;
  const { houseNow } = await import("./clock");
  const here = performance.now();
  const before = houseNow().getTime();
  vi.spyOn(performance, "now").mockReturnValue(here + 60_000);
  expect(Math.round((houseNow().getTime() - before) / 60_000)).toBe(60);
});

test("the server's answer corrects a phone that is wrong, and is remembered for a start without network", async () => {
  Server.install().on("GET", CLOCK, { body: { now: "2026-11-11T12:00:00Z", speed: 1, mode: "system" } });
  const { useNow, houseNow } = await import("./clock");
  const scope = effectScope();
  scope.run(() => useNow());
  await vi.waitFor(() => expect(minutesOff(houseNow(), NOON)).toBe(0));
  scope.stop();

  vi.resetModules();
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  const later = await import("./clock");
  expect(minutesOff(later.houseNow(), NOON)).toBe(0);
});

test("while the line is down the clock goes on", async () => {
  const server = Server.install();
  server.isReachable = false;
  document.cookie = `newretail_clock=${NOON / 1000}x1`;
  const { useNow } = await import("./clock");
  const scope = effectScope();
  const now = scope.run(() => useNow())!;
  await Promise.resolve();
  expect(minutesOff(now.value, NOON)).toBe(0);
  scope.stop();
});
