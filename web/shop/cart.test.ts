import { QueryClient, VueQueryPlugin } from "@tanstack/vue-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createApp, type App } from "vue";

import { Server, type Heard } from "@shared/testing/server";

const STORE = { code: "north", is_open: true, capabilities: ["delivery", "scan_and_go"] };
const CARTS = "/api/v1/stores/north/carts";
const GUEST = { id: "g", kind: "guest" } as never;

let server: Server;
let app: App | undefined;

beforeEach(() => {
  vi.resetModules();
  localStorage.clear();
  server = Server.install().on("GET", "/api/v1/stores", { body: { stores: [STORE], next_after: null } });
});

afterEach(() => {
  app?.unmount();
  vi.unstubAllGlobals();
});

interface Line {
  line: string;
  sku_id: string;
  quantity: number;
  way: string;
  lot_code: string;
}

/** So many of what is not weighed. */
const pieces = (quantity: number) => ({ pieces: null, quantity });

/** A server with one cart, as the API keeps it. */
function withCart(): { lines: Map<string, Line>; id: () => string } {
  const lines = new Map<string, Line>();
  let id = "";
  const view = () => ({ body: { id, store_id: "north", state: "open", lines: [...lines.values()] } });
  const write = (line: string, body: unknown) =>
    lines.set(line, { lot_code: "", substitution: "refund", piece_grams: null, ...(body as object), line } as never);
  server.on("POST", CARTS, (request: Heard) => {
    const made = request.body as { id: string; lines: { line: string }[] };
    id = made.id;
    for (const each of made.lines) {
      write(each.line, each);
      server.on("PUT", `/api/v1/carts/${id}/lines/${each.line}`, (change) => {
        write(each.line, change.body);
        return view();
      });
      server.on("DELETE", `/api/v1/carts/${id}/lines/${each.line}`, () => {
        lines.delete(each.line);
        return view();
      });
    }
    server.on("GET", `/api/v1/carts/${id}`, view);
    return view();
  });
  return { lines, id: () => id };
}

async function open(who: typeof GUEST | null = GUEST) {
  const [shop, session] = await Promise.all([import("./cart"), import("@shared/session")]);
  const { useCart, cartTrouble } = shop;
  session.me.value = who;
  session.isKnown.value = true;
  let cart!: ReturnType<typeof useCart>;
  app = createApp({ setup: () => (shop.followOtherTabs(), (cart = useCart()), () => null) });
  app.use(VueQueryPlugin, { queryClient: new QueryClient({ defaultOptions: { queries: { retry: false } } }) });
  app.mount(document.createElement("div"));
  await vi.waitFor(() => expect(server.heard.some((each) => each.path === "/api/v1/stores")).toBe(true));
  await vi.waitFor(() => expect(cart.way.value).toBe("deliver"));
  return { cart, cartTrouble };
}

test("the first thing put in opens the cart, under an id that is kept before it is sent", async () => {
  const kept = withCart();
  const { cart } = await open();
  await cart.add("milk", pieces(2));
  expect(JSON.parse(localStorage.getItem("newretail.shop.carts")!)).toEqual({ north: kept.id() });
  expect(server.changes.map((each) => `${each.method} ${each.path}`)).toEqual([`POST ${CARTS}`]);
  expect(cart.lines.value).toMatchObject([{ sku_id: "milk", quantity: 2, way: "deliver" }]);
});

test("more of the same is the same line, another way or lot is another", async () => {
  withCart();
  const { cart } = await open();
  await cart.add("milk", pieces(2));
  await cart.add("milk", pieces(1));
  expect(cart.lines.value).toMatchObject([{ sku_id: "milk", quantity: 3 }]);
  await cart.add("milk", pieces(1), { through: "carry_out" });
  await cart.add("milk", pieces(1), { through: "deliver", lot: "L2" });
  expect(cart.lines.value.map((line) => line.quantity)).toEqual([3, 1, 1]);
});

test("of several taps the last wish is sent, and shown before the answer", async () => {
  withCart();
  const { cart } = await open();
  await cart.add("milk", pieces(1));
  const line = cart.lines.value[0]!;
  const taps = [2, 3, 4].map((quantity) => cart.change(line, { quantity }));
  expect(cart.quantityOf(line)).toBe(4);
  await Promise.all(taps);
  const sent = server.changes.slice(1).map((each) => (each.body as Line).quantity);
  expect(sent).toEqual([4]);
  expect(cart.lines.value).toMatchObject([{ quantity: 4 }]);
});

test("what was weighed in the store is gathered by staff in whole pieces", async () => {
  const kept = withCart();
  const { cart } = await open();
  await cart.add("apple", { pieces: null, quantity: 413 }, { through: "carry_out" });
  const line = { ...cart.lines.value[0]!, piece_grams: 200 };
  await cart.change(line, { way: "deliver" });
  expect([...kept.lines.values()]).toMatchObject([{ way: "deliver", pieces: 2, quantity: null }]);
});

test("a cart that has become an order is not written to: the next wish opens another", async () => {
  const kept = withCart();
  const { cart } = await open();
  await cart.add("milk", pieces(1));
  const [first, line] = [kept.id(), cart.lines.value[0]!];
  server.on("PUT", `/api/v1/carts/${first}/lines/${line.line}`, { status: 409, body: { code: "cart_closed" } });
  await cart.change(line, { quantity: 2 });
  expect(kept.id()).not.toBe(first);
  expect(JSON.parse(localStorage.getItem("newretail.shop.carts")!)).toEqual({ north: kept.id() });
});

test("a refused change is said, and what was asked for is forgotten", async () => {
  const kept = withCart();
  const { cart, cartTrouble } = await open();
  await cart.add("milk", pieces(1));
  const line = cart.lines.value[0]!;
  server.on("PUT", `/api/v1/carts/${kept.id()}/lines/${line.line}`, {
    status: 409,
    body: { code: "out_of_stock", detail: "One is left." },
  });
  await expect(cart.change(line, { quantity: 9 })).rejects.toThrow("One is left.");
  expect(cartTrouble.value).toMatchObject({ code: "out_of_stock" });
  expect(cart.quantityOf(cart.lines.value[0])).toBe(1);
});

test("dropping the last line leaves an empty cart", async () => {
  withCart();
  const { cart } = await open();
  await cart.add("milk", pieces(1));
  await cart.drop(cart.lines.value[0]!.line);
  expect(cart.count.value).toBe(0);
});

test("a tab that had no account sees the cart that another tab has made", async () => {
  const { cart } = await open(null);
  await vi.waitFor(() => expect([cart.isUnread.value, cart.count.value]).toEqual([false, 0]));

  const made = { id: "c1", store_id: "north", state: "open", lines: [{ line: "l1", sku_id: "milk", quantity: 1 }] };
  server.on("GET", "/api/v1/me", { body: GUEST }).on("GET", "/api/v1/carts/c1", { body: made });
  localStorage.setItem("newretail.shop.token", "guest-token");
  localStorage.setItem("newretail.shop.carts", JSON.stringify({ north: "c1" }));
  window.dispatchEvent(new StorageEvent("storage", { key: "newretail.shop.carts" }));
  const otherTab = new BroadcastChannel("newretail.shop.cart");
  otherTab.postMessage("c1");
  await vi.waitFor(() => expect(cart.lines.value).toMatchObject([{ sku_id: "milk" }]));
  otherTab.close();
});

test("a cart that cannot be read is not an empty one", async () => {
  localStorage.setItem("newretail.shop.carts", JSON.stringify({ north: "c1" }));
  server.on("GET", "/api/v1/carts/c1", { status: 503, body: { code: "busy" } });
  const { cart } = await open();
  expect([cart.isUnread.value, cart.count.value]).toEqual([true, 0]);
  server.isReachable = false;
  await cart.query.refetch();
  expect([cart.isUnread.value, cart.count.value]).toEqual([true, 0]);
});

test("a price that moved between the product's page and the cart is said in the cart", async () => {
  const kept = withCart();
  const { cart } = await open();
  const { pricesShown } = await import("./cart");
  const costs = (amount: number) => ({ shown: { amount, per: 1 }, through: "deliver" as const });
  server.on("POST", CARTS, (request: Heard) => {
    const { id, lines } = request.body as { id: string; lines: Line[] };
    const view = {
      id,
      store_id: "north",
      state: "open",
      lines: [{ ...lines[0]!, lot_code: "", amount: 10_800, per: 1 }],
    };
    server.on("GET", `/api/v1/carts/${id}`, { body: view });
    return { body: view };
  });
  await cart.add("lobster", pieces(1), costs(9_900));
  expect([...pricesShown.values()]).toEqual([9_900]);
  expect(kept.id()).toBe("");
});
