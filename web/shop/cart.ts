/** The one open cart of this browser at a store.
 *
 * Its id lies in this browser before the cart is made, every change names its line: what is sent twice happens once, and two tabs
 * change one cart. Totals are the API's; here is only what the finger has just asked for and the answer has not said yet. */
import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, reactive, ref } from "vue";

import { api, body, once, type Schemas } from "@shared/api/client";
import { uuid7 } from "@shared/api/ids";
import { isProblem } from "@shared/api/problem";
import { language } from "@shared/language";
import { ensureGuest, isKnown, me, loadProfile } from "@shared/session";

import { persistedRef } from "./persisted";
import { useStore, type Way } from "./place";
import { recognise } from "./shopper";

export type Cart = Schemas["CartView"];
export type CartLine = Schemas["CartLineView"];
export type LineWish = Schemas["CartLineIn"];
type ListPrice = Pick<Schemas["OfferPriceOut"], "amount" | "per">;

const cartIds = persistedRef<Record<string, string>>("newretail.shop.carts", {});
/** How the shopper last wanted goods; new lines go the same way. */
export const usualWay = persistedRef<Way | null>("newretail.shop.way", null);
/** Counts asked for and not answered yet, by line: pieces, or base units. */
const wishes = reactive(new Map<string, number>());
/** A cart that is being made: its id is kept already, the house does not know it yet. */
const opening = ref<string | null>(null);
/** What a product cost on the screen it was put in from, where the cart then said otherwise: by line, in minor units. */
export const pricesShown = reactive(new Map<string, number>());
/** Why the last change was refused, until the next one. */
export const cartTrouble = ref<unknown>(null);

const tabs = new BroadcastChannel("newretail.shop.cart");
let tail: Promise<unknown> = Promise.resolve();

export function useCart() {
  const queries = useQueryClient();
  const { code, ways, isMissing } = useStore();
  const cartId = computed(() => (code.value ? (cartIds.value[code.value] ?? null) : null));
  const key = computed(() => ["cart", cartId.value, language.value]);
  const query = useQuery({
    queryKey: key,
    queryFn: () => show(cartId.value!),
    enabled: computed(
      () => cartId.value !== null && cartId.value !== opening.value && isKnown.value && me.value !== null,
    ),
    refetchOnWindowFocus: "always",
  });
  const cart = computed<Cart | null>(() => (cartId.value && me.value ? (query.data.value ?? null) : null));
  /** There is a cart, or may be one, and what is in it has not been read: it is not empty. */
  const isUnread = computed(() =>
    cartId.value === null
      ? code.value === null && !isMissing.value
      : query.data.value === undefined && !(isKnown.value && me.value === null),
  );
  const lines = computed<CartLine[]>(() => cart.value?.lines ?? []);
  const count = computed(() => lines.value.length);
  const way = computed<Way>(() =>
    usualWay.value && ways.value.includes(usualWay.value)
      ? usualWay.value
      : (ways.value.find((each) => each === "deliver") ?? ways.value[0] ?? "deliver"),
  );

  async function show(id: string): Promise<Cart | null> {
    try {
      const found = await body(api.GET("/api/v1/carts/{cart_id}", { params: { path: { cart_id: id } } }));
      if (found.state === "open") return found;
      forget(id); // it has become an order
    } catch (error) {
      if (!isProblem(error, "not_found")) throw error; // made offline and never sent, or somebody else's: the next line opens it, or another
    }
    return null;
  }

  function forget(id: string): void {
    cartIds.value = Object.fromEntries(Object.entries(cartIds.value).filter(([, each]) => each !== id));
  }

  function keep(answer: Cart): void {
    void queries.cancelQueries({ queryKey: ["cart", answer.id] }); // an answer under way is older than this one
    queries.setQueryData(["cart", answer.id, language.value], answer);
    tabs.postMessage(answer.id);
  }

  /** Changes go one after the other, so that the last one asked for is the last one done. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = tail.then(act, act);
    tail = turn.catch(() => undefined);
    return turn;
  }

  async function put(line: string, wish: LineWish): Promise<void> {
    const wanted = countOf(wish);
    wishes.set(line, wanted);
    pricesShown.delete(line);
    cartTrouble.value = null;
    try {
      await inTurn(async () => {
        if (wishes.get(line) !== wanted) return; // asked for something else meanwhile: that one is sent
        if (!isKnown.value) await loadProfile();
        await ensureGuest();
        keep(await putOrOpen(line, wish));
      });
    } catch (error) {
      cartTrouble.value = error;
      await queries.invalidateQueries({ queryKey: ["cart"] });
      throw error;
    } finally {
      if (wishes.get(line) === wanted) wishes.delete(line);
    }
  }

  async function putOrOpen(line: string, wish: LineWish): Promise<Cart> {
    const store = code.value!;
    const known = cartIds.value[store];
    if (known) {
      try {
        return await body(
          api.PUT("/api/v1/carts/{cart_id}/lines/{line_id}", {
            params: { path: { cart_id: known, line_id: line } },
            body: wish,
          }),
        );
      } catch (error) {
        if (isProblem(error, "not_found")) return openAgain(store, known, line, wish);
        if (!isProblem(error, "cart_closed")) throw error;
        forget(known);
      }
    }
    return open(store, uuid7(), line, wish);
  }

  async function openAgain(store: string, id: string, line: string, wish: LineWish): Promise<Cart> {
    try {
      return await open(store, id, line, wish);
    } catch (error) {
      if (!isProblem(error, "not_found")) throw error; // the id is somebody else's
      return open(store, uuid7(), line, wish);
    }
  }

  async function open(store: string, id: string, line: string, wish: LineWish): Promise<Cart> {
    opening.value = id;
    cartIds.value = { ...cartIds.value, [store]: id }; // before it is sent: a reload finds the same cart
    try {
      return await body(
        api.POST("/api/v1/stores/{store_id}/carts", {
          params: { path: { store_id: store }, header: once(uuid7()) },
          body: { id, lines: [{ ...wish, line }] },
        }),
      );
    } finally {
      opening.value = null;
    }
  }

  async function drop(line: string): Promise<void> {
    const id = cartId.value;
    if (!id) return;
    cartTrouble.value = null;
    try {
      keep(
        await inTurn(() =>
          body(
            api.DELETE("/api/v1/carts/{cart_id}/lines/{line_id}", { params: { path: { cart_id: id, line_id: line } } }),
          ),
        ),
      );
    } catch (error) {
      cartTrouble.value = error;
      await queries.invalidateQueries({ queryKey: ["cart"] });
      throw error;
    }
  }

  /** How many of it: pieces where it goes by the piece, else base units. */
  const quantityOf = (line: CartLine | undefined) => (line ? (wishes.get(line.line) ?? countOf(line)) : 0);
  const wishOf = (line: CartLine): LineWish => ({
    sku_id: line.sku_id,
    ...(line.pieces === null ? { quantity: quantityOf(line) } : { pieces: quantityOf(line) }),
    way: line.way as Way,
    substitution: line.substitution as LineWish["substitution"],
    swap_cap: line.swap_cap,
    lot_code: line.lot_code,
  });
  const change = (line: CartLine, changes: Partial<LineWish>) =>
    put(line.line, { ...wishOf(line), ...wholePieces(line, changes), ...changes });
  /** So many of a line. */
  const setCount = (line: CartLine, count: number) =>
    change(line, line.pieces === null ? { quantity: count } : { pieces: count });

  /** So much more of a product: pieces of what goes by the piece, else base units, as what was on a scale. `shown`: its list price
   * on the screen; where it is another one by now, the cart says so. */
  async function add(
    sku: string,
    more: { pieces: number | null; quantity: number | null },
    { through = way.value, lot = "", shown = null }: { through?: Way; lot?: string; shown?: ListPrice | null } = {},
  ): Promise<void> {
    const same = (line: CartLine) => (line.pieces === null) === (more.pieces === null);
    const line = lines.value.find(
      (each) => each.sku_id === sku && each.way === through && each.lot_code === lot && same(each),
    );
    const id = line?.line ?? uuid7();
    if (line) await setCount(line, quantityOf(line) + countOf(more));
    else await put(id, { sku_id: sku, ...more, way: through, substitution: "refund", lot_code: lot });
    const now = lines.value.find((each) => each.line === id);
    if (shown && now && now.per === shown.per && now.amount !== shown.amount) pricesShown.set(id, shown.amount);
  }

  /** A cart that was made elsewhere (by ordering the same again) is the open one now. */
  function adopt(made: Cart): void {
    cartIds.value = { ...cartIds.value, [made.store_id]: made.id };
    keep(made);
  }

  return {
    cart,
    isUnread,
    lines,
    count,
    way,
    query,
    put,
    drop,
    add,
    change,
    setCount,
    adopt,
    forget,
    quantityOf,
    wishOf,
  };
}

const countOf = ({ pieces, quantity }: { pieces?: number | null; quantity?: number | null }): number =>
  pieces ?? quantity ?? 0;

/** What was weighed in the store and shall now be gathered by staff: as many whole pieces as come nearest. */
function wholePieces(line: CartLine, changes: Partial<LineWish>): Partial<LineWish> {
  if (!changes.way || changes.way === "carry_out" || line.pieces !== null || !line.piece_grams) return {};
  return { pieces: Math.max(Math.round(line.quantity / line.piece_grams), 1), quantity: null };
}

/** What another tab changed is read anew here, also where this browser had nobody yet who could have a cart. Called once, by the app. */
export function followOtherTabs(): void {
  const queries = useQueryClient();
  tabs.onmessage = async (message: MessageEvent<string>) => {
    if (!me.value) await recognise();
    await queries.invalidateQueries({ queryKey: ["cart", message.data] });
  };
}
