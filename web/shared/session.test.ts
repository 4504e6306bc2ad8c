import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Server } from "./testing/server";

const GUEST = { id: "g", kind: "guest", name: "" };
const MEMBER = { id: "m", kind: "member", name: "Mina" };

let server: Server;

beforeEach(() => {
  vi.resetModules();
  localStorage.clear();
  server = Server.install();
});

afterEach(() => vi.unstubAllGlobals());

const load = async () => ({ ...(await import("./session")), ...(await import("./api/credential")) });

test("a browser without token and session is nobody", async () => {
  server.on("GET", "/_allauth/browser/v1/auth/session", { status: 401 });
  const { loadProfile, me, isKnown } = await load();
  expect(await loadProfile()).toBeNull();
  expect([me.value, isKnown.value]).toEqual([null, true]);
  expect(server.heard.map((each) => each.path)).not.toContain("/api/v1/me");
});

test("a guest is made once, with the token kept", async () => {
  server.on("POST", "/api/v1/guests", { body: { token: "guest-token" } }).on("GET", "/api/v1/me", { body: GUEST });
  const { ensureGuest, me, credential, isMember } = await load();
  await ensureGuest();
  await ensureGuest();
  expect(server.changes).toHaveLength(1);
  expect([me.value?.id, credential(), isMember.value]).toEqual(["g", "guest-token", false]);
});

test("signing in brings the guest's cart along and lets the guest's token go", async () => {
  server
    .on("POST", "/_allauth/browser/v1/auth/code/confirm", {})
    .on("GET", "/_allauth/browser/v1/config", {})
    .on("GET", "/_allauth/browser/v1/auth/session", {})
    .on("POST", "/api/v1/me/merge", {})
    .on("GET", "/api/v1/me", { body: MEMBER })
    .on("GET", "/api/v1/me/roles", { body: [] });
  const { confirmCode, keepCredential, credential, me } = await load();
  keepCredential("guest-token");
  await confirmCode(" ABC123 ");
  const [confirmed, merged] = server.changes;
  expect(confirmed).toMatchObject({ body: { code: "ABC123" } });
  expect(merged).toMatchObject({ path: "/api/v1/me/merge", body: { guest_token: "guest-token" } });
  expect(merged?.key).toBeTruthy();
  expect([credential(), me.value?.id]).toEqual([null, "m"]);
});

test("a guest long gone does not keep anybody from signing in, a server that is away does", async () => {
  server.on("POST", "/api/v1/me/merge", { status: 404, body: { code: "not_found" } });
  const { mergeGuest } = await load();
  await expect(mergeGuest("old")).resolves.toBeUndefined();
  server.on("POST", "/api/v1/me/merge", { status: 503, body: { code: "busy" } });
  await expect(mergeGuest("old")).rejects.toMatchObject({ code: "busy" });
});

test("a token that is no longer good is forgotten, and its person with it", async () => {
  server.on("GET", "/api/v1/me", { status: 401, body: { code: "token_not_good", detail: "Sign in again." } });
  const { keepCredential, loadProfile, credential, me } = await load();
  keepCredential("worn-out");
  expect(await loadProfile()).toBeNull();
  expect([credential(), me.value]).toEqual([null, null]);
});

test("a line that is down does not sign anybody out", async () => {
  const { keepCredential, loadProfile, credential } = await load();
  keepCredential("good");
  server.isReachable = false;
  await expect(loadProfile()).rejects.toMatchObject({ code: "offline" });
  expect(credential()).toBe("good");
});
