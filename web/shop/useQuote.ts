/** The promise for this cart, asked anew whenever what it depends on changed: its lines, the address, and each minute the clock. */
import { computed, onScopeDispose, ref, watch, type Ref } from "vue";

import { api, body, once, type Schemas } from "@shared/api/client";
import { uuid7 } from "@shared/api/ids";
import { isProblem } from "@shared/api/problem";
import { isReached } from "@shared/api/reach";
import { houseNow, useNow } from "@shared/clock";
import { language } from "@shared/language";

import type { Cart } from "./cart";
import { here } from "./place";

export type Quote = Schemas["PromiseOut"];
type Asked = Schemas["PromiseIn"];

const REST_MILLISECONDS = 500;
const MOST_TRIES = 3;
const FRESH_MILLISECONDS = 60_000;

/** A minute old, a time may be another one: it is asked anew before it is taken. */
export const isOld = (quote: Quote): boolean =>
  houseNow().getTime() - Date.parse(quote.created_at) >= FRESH_MILLISECONDS;

export function useQuote(cart: Ref<Cart | null>, isChanging: Ref<boolean>) {
  const quote = ref<Quote | null>(null);
  const trouble = ref<unknown>(null);
  const isAsking = ref(false);
  const now = useNow();
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const needsAddress = computed(() => cart.value?.lines.some((line) => line.way === "deliver") ?? false);
  const wish = computed(() =>
    cart.value?.lines.length
      ? JSON.stringify([cart.value.id, cart.value.revision, language.value, needsAddress.value && here.value])
      : "",
  );

  async function ask(): Promise<Quote | null> {
    const of = cart.value;
    if (!of?.lines.length) return (quote.value = null);
    const turn = ++asked;
    isAsking.value = true;
    try {
      const answer = await tryToAsk(of.id);
      if (turn !== asked) return quote.value;
      quote.value = answer;
      trouble.value = null;
    } catch (error) {
      if (turn !== asked) return quote.value;
      quote.value = null;
      trouble.value = error;
    } finally {
      if (turn === asked) isAsking.value = false;
    }
    return quote.value;
  }

  /** A store that is changing something at this very moment says `busy`: asked again, shortly. */
  async function tryToAsk(id: string): Promise<Quote> {
    for (let tries = 1; ; tries++) {
      try {
        return await body(
          api.POST("/api/v1/carts/{cart_id}/promises", {
            params: { path: { cart_id: id }, header: once(uuid7()) },
            body: addressed(),
          }),
        );
      } catch (error) {
        if (!isProblem(error, "busy") || tries >= MOST_TRIES) throw error;
        await new Promise((done) => setTimeout(done, 300 * tries));
      }
    }
  }

  function addressed(): Asked {
    const to = here.value;
    if (!needsAddress.value || !to?.addressId) return {};
    return { address_id: to.addressId };
  }

  watch(
    [wish, isChanging],
    () => {
      clearTimeout(timer);
      if (!isChanging.value) timer = setTimeout(ask, quote.value || trouble.value ? REST_MILLISECONDS : 0);
    },
    { immediate: true },
  );
  watch(isReached, (reached) => reached && trouble.value && void ask());
  watch(now, () => quote.value && !isAsking.value && !document.hidden && isOld(quote.value) && void ask());
  onScopeDispose(() => clearTimeout(timer));

  return { quote, trouble, isAsking, ask };
}
