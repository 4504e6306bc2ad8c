import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Server } from "../testing/server";

let server: Server;

beforeEach(() => {
  vi.resetModules();
  server = Server.install().on("GET", "/api/v1/health", { body: {} });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const load = async () => ({ ...(await import("./client")), ...(await import("./reach")) });

test("the house is out of reach once a request fails without an answer, and within reach with the next answer", async () => {
  const { api, isReached } = await load();
  server.isReachable = false;
  await expect(api.GET("/api/v1/health")).rejects.toMatchObject({ code: "offline" });
  expect(isReached.value).toBe(false);
  server.isReachable = true;
  await api.GET("/api/v1/health");
  expect(isReached.value).toBe(true);
});

test("a refusal is an answer", async () => {
  const { api, isReached } = await load();
  server.on("GET", "/api/v1/health", { status: 503, body: { code: "busy" } });
  await expect(api.GET("/api/v1/health")).rejects.toMatchObject({ code: "busy" });
  expect(isReached.value).toBe(true);
});

test("a line over which nothing arrives is no connection, until something does", async () => {
  vi.useFakeTimers();
  const { api, isReached } = await load();
  let answer!: (body: object) => void;
  server.on("GET", "/api/v1/health", () => new Promise((go) => (answer = () => go({ body: {} }))));
  const waiting = api.GET("/api/v1/health");
  await vi.advanceTimersByTimeAsync(8_100);
  expect(isReached.value).toBe(false);
  answer({});
  await waiting;
  expect(isReached.value).toBe(true);
});
