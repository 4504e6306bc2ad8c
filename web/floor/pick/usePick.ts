/** The picker's job: taken from the house, kept on the phone, worked through with or without network. */
import { createStore, get, set } from "idb-keyval";
import { computed, onScopeDispose, ref, shallowRef, watch } from "vue";
import { useI18n } from "vue-i18n";

import { api, body, type Schemas } from "@shared/api/client";
import { useLive, type Fact } from "@shared/api/live";
import { Problem } from "@shared/api/problem";
import { houseNow } from "@shared/clock";
import { me } from "@shared/session";
import { store } from "@shared/staff/place";

import { outbox } from "../outbox";
import { post } from "../post";
import { bad, good } from "../sounds";
import { said } from "./code";
import { asItWillBe, isDone, withAnswer, type Cause, type Deed, type Job, type Line } from "./job";

export type Substitute = Schemas["SubstituteOut"];
type Floor = Schemas["FloorOut"];

/** Everything that a phone needs to go on without network. */
interface Memory {
  by: string;
  job: Job | null;
  floor: Floor | null;
  offers: Record<string, Substitute[]>;
  taken: string[];
  isWilling: boolean;
}

const WAKES = /^fulfilment\.(WorkOpened|StageReached|PickJob|WorkCancelled)|^ordering\.OrderReleased/;
const OURS = /^fulfilment\.(SubstitutionAnswered|WorkCancelled|LineMissing|PickJobReleased)/;
const GONE = new Set([
  "work_cancelled",
  "not_your_pick_job",
  "pick_job_not_found",
  "already_finished",
  "pick_job_not_started",
]);
const SETTLE_MILLISECONDS = 400;

const shelf = createStore("newretail-floor-pick", "jobs");

export function usePick() {
  const { t } = useI18n();
  const here = computed(() => store.value!.code);
  const base = shallowRef<Job | null>(null);
  const floor = shallowRef<Floor | null>(null);
  const offers = ref<Record<string, Substitute[]>>({});
  const taken = ref<string[]>([]);
  const chosen = ref<string | null>(null);
  const trouble = shallowRef<unknown>(null);
  const isReady = ref(false);
  const isBusy = ref(false);
  /** Wants the next job as soon as there is one. */
  const isWilling = ref(false);
  /** A weighed thing was scanned whose code does not say how heavy it is. */
  const toWeigh = shallowRef<{ code: string; line: Line | null } | null>(null);
  /** How many the next scan stands for. */
  const many = ref<number | null>(null);
  let answers = 0;

  const job = computed(() => (base.value ? asItWillBe(base.value, outbox.waiting.value) : null));
  const lines = computed(() => [...(job.value?.lines ?? [])].sort((one, other) => one.walk - other.walk));
  const open = computed(() => lines.value.filter((line) => !isDone(line)));
  const line = computed(
    () =>
      open.value.find((each) => each.line === chosen.value) ??
      open.value.find((each) => each.state !== "asked") ??
      open.value[0] ??
      null,
  );
  const bag = computed(
    () =>
      job.value?.bags
        .filter((each) => each.state === "filling" && (!line.value || each.way === line.value.way))
        .at(-1) ?? null,
  );
  const entry = computed(
    () => Object.entries(floor.value?.conveyor_entries ?? {}).find(([, zone]) => zone === job.value?.zone)?.[0] ?? "",
  );
  const toHang = computed(() => job.value?.bags.filter((each) => each.state === "filling") ?? []);

  // --- from the house, and from the phone

  async function begin(): Promise<void> {
    const kept = await get<Memory>(here.value, shelf);
    if (kept && kept.by === me.value?.id) {
      base.value = kept.job;
      floor.value = kept.floor;
      offers.value = kept.offers;
      taken.value = kept.taken;
      isWilling.value = kept.isWilling;
    }
    if (base.value) await refresh();
    else await inHand();
    isReady.value = true;
    try {
      floor.value = await body(
        api.GET("/api/v1/stores/{store_id}/floor", { params: { path: { store_id: here.value } } }),
      );
    } catch (error) {
      if (!(error instanceof Problem)) throw error; // without network the one we remember does
    }
  }

  /** A job that this picker started before, on another phone or before a reload. */
  async function inHand(): Promise<void> {
    await attempt(async () => {
      const query = { state: "started", mine: true, limit: 1 } as const;
      const [started] = await body(
        api.GET("/api/v1/stores/{store_id}/pick-jobs", { params: { path: { store_id: here.value }, query } }),
      );
      if (started) settleOn(await show(started.id));
    });
  }

  /** No further job by itself after this one. */
  function pause(): void {
    isWilling.value = false;
  }

  function dismissTrouble(): void {
    trouble.value = null;
  }

  async function next(): Promise<void> {
    isWilling.value = true;
    await attempt(async () => {
      await outbox.replay();
      if (outbox.waiting.value.length) return; // the house would give the same job again
      const found = await body(
        api.POST("/api/v1/stores/{store_id}/pick-jobs/next", {
          params: { path: { store_id: here.value } },
          body: { zone: post.value?.zone ?? null },
        }),
      );
      if (found.job) good();
      settleOn(found.job);
    });
  }

  function settleOn(found: Job | null): void {
    if (found?.id !== base.value?.id) {
      offers.value = {};
      taken.value = [];
      chosen.value = null;
    }
    base.value = found;
    many.value = null;
    found?.lines.forEach((each) => (new Image().src = each.picture)); // the service worker keeps them for where there is no network
  }

  const show = (jobId: string) =>
    body(
      api.GET("/api/v1/stores/{store_id}/pick-jobs/{job_id}", {
        params: { path: { store_id: here.value, job_id: jobId } },
      }),
    );

  /** What the house says now; asked again when an answer overtook the question. */
  async function refresh(): Promise<void> {
    const asked = base.value;
    if (!asked) return;
    const before = answers;
    try {
      const found = await show(asked.id);
      if (base.value?.id !== asked.id) return;
      if (before !== answers) return await refresh();
      base.value = found.picker_id === me.value?.id || found.state === "cancelled" ? found : null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 404) settleOn(null);
    }
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    isBusy.value = true;
    trouble.value = null;
    try {
      await work();
    } catch (error) {
      // Out of reach is said by the screen itself, for as long as it lasts.
      if (outbox.isOnline.value || !(error instanceof Problem) || error.status !== 0) trouble.value = error;
    } finally {
      isBusy.value = false;
    }
  }

  // --- what the picker does

  async function act(deed: Deed, end: string, payload: unknown, label: string): Promise<boolean> {
    const now = job.value!;
    const path = end.startsWith("/") ? end : `/api/v1/stores/${here.value}/pick-jobs/${now.id}/${end}`;
    trouble.value = null;
    try {
      await outbox.send({ path, body: payload, label, topic: now.id, note: deed });
      return true;
    } catch (error) {
      bad();
      trouble.value = error;
      if (error instanceof Problem && GONE.has(error.code)) await refresh();
      return false;
    }
  }

  async function scan(code: string): Promise<void> {
    trouble.value = null;
    const { gtin, grams, expires } = said(code);
    const match = matching(gtin);
    const isSwap = !match && line.value?.state === "swapping";
    const target = match ?? (isSwap ? line.value : null);
    const offer = isSwap
      ? offers.value[line.value!.line]?.find((each) => each.gtin && each.gtin.padStart(14, "0") === gtin)
      : undefined;
    if (!outbox.isOnline.value) {
      // Out of reach, the phone looks for itself at what it can see; the house looks again when the line is back.
      if (!target || (isSwap && !offer)) return refuse(t("pick.notOnList"));
      if (expires && expires < today()) return refuse(t("pick.expired"));
    }
    if ((target?.weighed || offer?.unit === "gram") && !grams) {
      good();
      toWeigh.value = { code, line: target };
      return;
    }
    await pick(code, target, { isSwap, grams: null, said: grams ?? 1, offer });
  }

  /** The scale's figure for what was scanned. */
  async function weigh(grams: number): Promise<boolean> {
    const { code, line: target } = toWeigh.value!;
    const done = await pick(code, target, { isSwap: target?.state === "swapping", grams, said: grams });
    if (done) toWeigh.value = null;
    return done;
  }

  interface Taken {
    isSwap: boolean;
    grams: number | null;
    said: number;
    offer?: Substitute;
  }

  async function pick(
    code: string,
    target: Line | null,
    { isSwap, grams, said: amount, offer }: Taken,
  ): Promise<boolean> {
    const number = isSwap && grams === null ? (many.value ?? offer?.quantity ?? target!.missing) : many.value;
    const quantity = number ?? amount;
    const name = offer?.name ?? target?.name ?? code;
    const payload = { code, line: target?.line ?? null, quantity: grams === null ? number : null, grams };
    const done = await act(
      { does: "pick", line: target?.line ?? null, quantity, isSwap },
      "picks",
      payload,
      t("pick.did.pick", { name }),
    );
    if (!done) return false;
    good();
    many.value = null;
    if (target) taken.value = [...taken.value.filter((each) => each !== target.line), target.line];
    if (!open.value.some((each) => each.line === chosen.value && each.state !== "asked")) chosen.value = null;
    return true;
  }

  /** The open line of that product; the one on the screen first. */
  function matching(gtin: string | undefined): Line | undefined {
    const same = (each: Line | null) => each?.gtin && each.left > 0 && each.gtin.padStart(14, "0") === gtin;
    return gtin ? (same(line.value) ? line.value! : open.value.find(same)) : undefined;
  }

  function refuse(words: string): void {
    bad();
    trouble.value = new Problem(409, { code: "on_the_phone", detail: words });
  }

  const today = () => new Intl.DateTimeFormat("en-CA", { timeZone: store.value!.time_zone }).format(houseNow());

  async function miss(target: Line, cause: Cause, quantity: number): Promise<void> {
    const payload = { line: target.line, cause, quantity };
    const done = await act(
      { does: "miss", line: target.line, quantity, cause },
      "missing",
      payload,
      t("pick.did.miss", { name: target.name }),
    );
    if (done && target.substitution === "swap") await suggest(target.line);
  }

  async function giveUp(target: Line): Promise<void> {
    await act(
      { does: "giveUp", line: target.line },
      "no-substitute",
      { line: target.line },
      t("pick.did.giveUp", { name: target.name }),
    );
  }

  async function suggest(name: string): Promise<void> {
    try {
      const path = { store_id: here.value, job_id: base.value!.id, line: name };
      const found = await body(
        api.GET("/api/v1/stores/{store_id}/pick-jobs/{job_id}/lines/{line}/substitutes", { params: { path } }),
      );
      offers.value = { ...offers.value, [name]: found };
      found.forEach((each) => (new Image().src = each.picture));
    } catch (error) {
      if (!(error instanceof Problem)) throw error; // asked again when the line is looked at with network
    }
  }
  watch(
    () => (line.value?.state === "swapping" && outbox.isOnline.value ? line.value.line : null),
    (name) => name && !offers.value[name] && void suggest(name),
  );

  async function undo(): Promise<void> {
    const name = taken.value.at(-1) ?? null;
    const undone = lines.value.find((each) => each.line === name);
    const label = t("pick.did.undo", { name: undone?.name ?? "" });
    if (await act({ does: "undo", line: name }, "undo", { line: name }, label)) {
      taken.value = taken.value.slice(0, -1);
      chosen.value = name;
    }
  }

  async function addBag(tag: string): Promise<boolean> {
    const way = line.value?.way ?? lines.value[0]?.way ?? "deliver";
    const done = await act({ does: "bag", tag, way }, "bags", { tag, way }, t("pick.did.bag", { tag }));
    if (done) good();
    return done;
  }

  async function finish(): Promise<void> {
    if (await act({ does: "finish" }, "finish", null, t("pick.did.finish", { number: job.value!.number }))) good();
  }

  async function hang(tag: string): Promise<boolean> {
    const path = `/api/v1/stores/${here.value}/bags/${encodeURIComponent(tag)}/conveyor`;
    return act(
      { does: "hang", tag, entry: entry.value },
      path,
      { entry: entry.value || null },
      t("pick.did.hang", { tag }),
    );
  }

  /** All bags hang: the next job, at once. */
  async function hangAll(): Promise<void> {
    for (const each of toHang.value) if (!(await hang(each.tag))) return;
    await leave();
  }

  async function leave(): Promise<void> {
    settleOn(null);
    await next();
  }

  // --- what others do

  let timer: ReturnType<typeof setTimeout> | undefined;
  const listening = computed(() => (outbox.isOnline.value ? `/api/v1/live/stores/${here.value}` : null));
  useLive(listening, (fact: Fact) => {
    clearTimeout(timer);
    if (base.value && OURS.test(fact.name)) timer = setTimeout(() => void refresh(), SETTLE_MILLISECONDS);
    else if (!base.value && isWilling.value && WAKES.test(fact.name))
      timer = setTimeout(() => !isBusy.value && void next(), SETTLE_MILLISECONDS);
  });

  const deaf = outbox.onAnswer((kept, answer) => {
    answers++;
    if (base.value && kept.topic === base.value.id) base.value = withAnswer(base.value, kept, answer);
  });
  // Back in reach with nothing left to send: what the house says now.
  watch(
    () => outbox.isOnline.value && outbox.waiting.value.length === 0,
    (isQuiet) => isQuiet && isReady.value && (base.value ? void refresh() : isWilling.value && void next()),
  );

  watch([base, floor, offers, taken, isWilling], () => {
    const memory: Memory = {
      by: me.value?.id ?? "",
      job: base.value,
      floor: floor.value,
      offers: offers.value,
      taken: taken.value,
      isWilling: isWilling.value,
    };
    void set(here.value, JSON.parse(JSON.stringify(memory)), shelf);
  });

  onScopeDispose(() => {
    deaf();
    clearTimeout(timer);
  });

  return {
    job,
    lines,
    open,
    line,
    bag,
    entry,
    toHang,
    offers,
    taken,
    chosen,
    trouble,
    isReady,
    isBusy,
    isWilling,
    toWeigh,
    many,
    floor,
    begin,
    next,
    pause,
    dismissTrouble,
    scan,
    weigh,
    miss,
    giveUp,
    suggest,
    undo,
    addBag,
    finish,
    hang,
    hangAll,
    leave,
  };
}
