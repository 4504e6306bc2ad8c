/** What a scan means for the job in hand: which line it picks, whether it has to be weighed, or why it is refused. */
import { ref, shallowRef } from "vue";
import { useI18n } from "vue-i18n";

import { Problem } from "@shared/api/problem";
import { houseNow } from "@shared/clock";
import { store } from "@shared/staff/place";

import { outbox } from "../outbox";
import { bad, good } from "../sounds";
import { said } from "./code";
import type { HeldJob, Substitute } from "./heldJob";
import type { Deed, Line } from "./job";

interface Taken {
  isSwap: boolean;
  /** The scale's figure; null when the code says it, or nothing is weighed. */
  grams: number | null;
  /** How many lie on the scale of what is picked by the piece. */
  pieces?: number;
  said: number;
  offer?: Substitute;
}

export type Act = (deed: Deed, end: string, payload: unknown, label: string) => Promise<boolean>;

const wide = (gtin: string) => gtin.padStart(14, "0");

/** `act`: does it, with or without network. `refuse`: says why not. */
export function useScanning(held: HeldJob, act: Act, refuse: (problem: Problem) => void) {
  const { t } = useI18n();
  /** A weighed thing was scanned whose code does not say how heavy it is. */
  const toWeigh = shallowRef<{ code: string; line: Line | null } | null>(null);
  /** How many the next scan stands for. */
  const many = ref<number | null>(null);
  const today = () => new Intl.DateTimeFormat("en-CA", { timeZone: store.value!.time_zone }).format(houseNow());

  async function scan(code: string): Promise<void> {
    const { gtin, grams, expires } = said(code);
    const match = lineWith(gtin);
    const isSwap = !match && held.line.value?.state === "swapping";
    const target = match ?? (isSwap ? held.line.value : null);
    const offer = isSwap ? offerWith(gtin) : undefined;
    if (!outbox.isOnline.value) {
      // Out of reach, the phone looks for itself at what it can see; the server looks again when the line is back.
      if (!target || (isSwap && !offer)) return refuseHere(t("pick.notOnList"));
      if (expires && expires < today()) return refuseHere(t("pick.expired"));
    }
    if ((target?.weighed || offer?.unit === "gram") && !grams) {
      good();
      toWeigh.value = { code, line: target };
      return;
    }
    await pick(code, target, { isSwap, grams: null, said: grams ?? 1, offer });
  }

  /** The scale's figure for what was scanned, and how many of it lie there. */
  async function weigh(grams: number, pieces?: number): Promise<boolean> {
    const { code, line: target } = toWeigh.value!;
    const done = await pick(code, target, { isSwap: target?.state === "swapping", grams, pieces, said: grams });
    if (done) toWeigh.value = null;
    return done;
  }

  async function pick(
    code: string,
    target: Line | null,
    { isSwap, grams, pieces, said, offer }: Taken,
  ): Promise<boolean> {
    const number = isSwap && grams === null ? (many.value ?? offer?.quantity ?? target!.missing) : many.value;
    const name = offer?.name ?? target?.name ?? code;
    const done = await act(
      { does: "pick", line: target?.line ?? null, quantity: number ?? said, pieces, isSwap },
      "picks",
      { code, line: target?.line ?? null, quantity: grams === null ? number : null, grams, pieces: pieces ?? null },
      t("pick.did.pick", { name }),
    );
    if (!done) return false;
    good();
    many.value = null;
    const { taken, open, chosen } = held;
    if (target) taken.value = [...taken.value.filter((each) => each !== target.line), target.line];
    if (!open.value.some((each) => each.line === chosen.value && each.state !== "asked")) chosen.value = null;
    return true;
  }

  /** The open line of that product; the one on the screen first. */
  function lineWith(gtin: string | undefined): Line | undefined {
    const same = (each: Line | null) => each?.gtin && each.left > 0 && wide(each.gtin) === gtin;
    return gtin ? (same(held.line.value) ? held.line.value! : held.open.value.find(same)) : undefined;
  }

  const offerWith = (gtin: string | undefined) =>
    held.offers.value[held.line.value!.line]?.find((each) => each.gtin && wide(each.gtin) === gtin);

  function refuseHere(words: string): void {
    bad();
    refuse(new Problem(409, { code: "on_the_phone", detail: words }));
  }

  return { toWeigh, many, scan, weigh };
}
