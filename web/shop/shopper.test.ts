import { QueryClient, VueQueryPlugin } from "@tanstack/vue-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createApp, type App } from "vue";

import { Server } from "@shared/testing/server";

const MEMBER = {
  id: "m",
  kind: "member",
  name: "Mina",
  email: "mina@example.com",
  phone: "+8613800138000",
  language: "en",
};
const GUEST = { id: "g", kind: "guest", name: "", email: null, phone: null, language: "en" };
const ORDER = ["order", "o1", "view", "en"];

let server: Server;
let app: App | undefined;
let queries: QueryClient;

beforeEach(() => {
  vi.resetModules();
  localStorage.clear();
  server = Server.install()
    .on("GET", "/_allauth/browser/v1/config", {})
    .on("GET", "/_allauth/browser/v1/auth/session", { status: 401 })
    .on("GET", "/api/v1/me/roles", { body: [] });
});

afterEach(() => {
  app?.unmount();
  vi.unstubAllGlobals();
});

async function open() {
  const [shopper, session, credential] = await Promise.all([
    import("./shopper"),
    import("@shared/session"),
    import("@shared/api/credential"),
  ]);
  queries = new QueryClient();
  app = createApp({ setup: () => (shopper.followShopper(), () => null) });
  app.use(VueQueryPlugin, { queryClient: queries });
  app.mount(document.createElement("div"));
  await shopper.recognise();
  return { ...shopper, ...session, ...credential };
}

const remembered = () => JSON.parse(localStorage.getItem("newretail.shop.me") ?? "null") as unknown;

test("without network it is who it was the last time, and how to reach them is not kept", async () => {
  localStorage.setItem("newretail.shop.token", "good");
  server.on("GET", "/api/v1/me", { body: MEMBER });
  await open();
  expect(remembered()).toEqual({ ...MEMBER, email: null, phone: null });
  app?.unmount();

  vi.resetModules();
  server.isReachable = false;
  const { me, isKnown, nameOfKept } = await open();
  expect([me.value?.id, isKnown.value, nameOfKept()]).toEqual(["m", true, "m"]);
});

test("whom nobody remembers is not known without network: they are not a stranger either", async () => {
  localStorage.setItem("newretail.shop.token", "good");
  server.isReachable = false;
  const { me, isKnown } = await open();
  expect([me.value, isKnown.value]).toEqual([null, false]);
});

test("a house that is busy has not said that nobody is signed in", async () => {
  localStorage.setItem("newretail.shop.me", JSON.stringify(MEMBER));
  server.on("GET", "/_allauth/browser/v1/auth/session", { status: 503, body: { code: "busy" } });
  const { me } = await open();
  expect(me.value?.id).toBe("m");
});

test("a member who leaves leaves nothing behind, here or in other tabs", async () => {
  localStorage.setItem("newretail.shop.token", "good");
  localStorage.setItem("newretail.shop.here", JSON.stringify({ words: "8 Century Avenue" }));
  localStorage.setItem("newretail.shop.searched", JSON.stringify(["oysters"]));
  server.on("GET", "/api/v1/me", { body: MEMBER });
  const { me, forgetCredential } = await open();
  queries.setQueryData(ORDER, { number: "A-0001" });

  forgetCredential(); // as the tab beside this one does when its person leaves
  await vi.waitFor(() => expect(me.value).toBeNull());
  expect(queries.getQueryData(ORDER)).toBeUndefined();
  expect([
    remembered(),
    localStorage.getItem("newretail.shop.here"),
    localStorage.getItem("newretail.shop.searched"),
  ]).toEqual([null, null, null]);
});

test("a tab follows when another tab's person is somebody else", async () => {
  localStorage.setItem("newretail.shop.token", "guest-token");
  server.on("GET", "/api/v1/me", { body: GUEST });
  const { me } = await open();
  queries.setQueryData(ORDER, { number: "A-0001" });
  localStorage.setItem("newretail.shop.here", JSON.stringify({ words: "8 Century Avenue" }));

  server.on("GET", "/api/v1/me", { body: MEMBER });
  localStorage.setItem("newretail.shop.me", JSON.stringify(MEMBER));
  window.dispatchEvent(new StorageEvent("storage", { key: "newretail.shop.me" }));
  await vi.waitFor(() => expect(me.value?.id).toBe("m"));
  expect(queries.getQueryData(ORDER)).toBeUndefined();
  expect(localStorage.getItem("newretail.shop.here"), "a guest who signs in brings the place along").not.toBeNull();
});
