import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Server } from "../testing/server";

const ME = "/api/v1/me";
const A_MINUTE = 61_000;

let server: Server;

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers({ toFake: ["Date"] });
  localStorage.clear();
  server = Server.install().on("GET", ME, { body: { id: "m", kind: "member" } });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const client = async () => (await import("./client")).api;
const wait = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
const isUnattended = () => server.headers.at(-1)?.get("Unattended") === "1";

test("what a page asks right after it was opened is its person's doing", async () => {
  await (await client()).GET(ME);
  expect(isUnattended()).toBe(false);
});

test("a page that nobody touches says so with all that it asks", async () => {
  const api = await client();
  wait(A_MINUTE);
  await api.GET(ME);
  expect(isUnattended()).toBe(true);
});

test.each(["pointerdown", "pointermove", "keydown", "wheel", "touchmove"])("a %s is a person", async (touch) => {
  const api = await client();
  wait(A_MINUTE);
  window.dispatchEvent(new Event(touch));
  await api.GET(ME);
  expect(isUnattended()).toBe(false);
});

test("a code held before the camera is a person", async () => {
  const api = await client();
  const { touched } = await import("./attended");
  wait(A_MINUTE);
  touched();
  await api.GET(ME);
  expect(isUnattended()).toBe(false);
});

test("asking who is signed in keeps nobody signed in either", async () => {
  server.on("GET", "/_allauth/browser/v1/config", {}).on("GET", "/_allauth/browser/v1/auth/session", { status: 401 });
  const { loadProfile } = await import("../session");
  wait(A_MINUTE);
  await loadProfile();
  expect(server.headers.every((each) => each.get("Unattended") === "1")).toBe(true);
});

test("a session that is over signs its person out of the page", async () => {
  server
    .on("GET", "/_allauth/browser/v1/config", {})
    .on("GET", "/_allauth/browser/v1/auth/session", {})
    .on("GET", "/api/v1/me/roles", { body: [] });
  const { loadProfile, me } = await import("../session");
  const { signedInAnew } = await import("./credential");
  await loadProfile();
  expect(me.value?.id).toBe("m");
  const before = signedInAnew.value;
  server.on("GET", ME, { status: 401, body: { code: "sign_in_needed" } });
  await expect((await client()).GET(ME)).rejects.toMatchObject({ code: "sign_in_needed" });
  expect([me.value, signedInAnew.value]).toEqual([null, before + 1]);
});
