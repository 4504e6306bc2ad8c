/** The picker's job: taken from the server, kept on the phone, worked through with or without network. */
import { computed, onScopeDispose, ref, shallowRef, watch } from "vue";
import { useI18n } from "vue-i18n";

import { api, body } from "@shared/api/client";
import { useLive, type Fact } from "@shared/api/live";
import { Problem } from "@shared/api/problem";
import { store } from "@shared/staff/place";

import { outbox } from "../outbox";
import { post } from "../post";
import { bad, good } from "../sounds";
import { loadJob, useHeldJob } from "./heldJob";
import { isFor, type Cause, type Deed, type Line } from "./job";
import { useScanning } from "./scanning";

const WAKES = /^(work|pick_job)\.|^stage\.reached$|^order\.released$/;
const OURS = /^(substitution\.answered|work\.cancelled|line\.missed|pick_job\.released)$/;
const GONE = new Set([
  "work_cancelled",
  "not_your_pick_job",
  "pick_job_not_found",
  "already_finished",
  "pick_job_not_started",
]);
const SETTLE_MILLISECONDS = 400;

export function usePick() {
  const { t } = useI18n();
  const here = computed(() => store.value!.code);
  const held = useHeldJob(() => here.value);
  const { base, job, lines, line, floor, taken, chosen, isWilling, hold, refresh } = held;
  const trouble = shallowRef<unknown>(null);
  const isReady = ref(false);
  const isBusy = ref(false);
  const scanning = useScanning(held, act, (problem) => (trouble.value = problem));

  const toHang = computed(() => job.value?.bags.filter((each) => each.state === "filling") ?? []);
  const bag = computed(() => toHang.value.filter((each) => !line.value || isFor(each, line.value)).at(-1) ?? null);
  const entry = computed(
    () => Object.entries(floor.value?.conveyor_entries ?? {}).find(([, zone]) => zone === job.value?.zone)?.[0] ?? "",
  );

  watch(
    () => base.value?.id,
    () => (scanning.many.value = null),
  );

  // --- which job

  async function begin(): Promise<void> {
    await held.remember();
    if (base.value) await refresh();
    else await attempt(takeUpStarted);
    isReady.value = true;
    await held.loadFloor();
  }

  /** A job that this picker started before, on another phone or before a reload. */
  async function takeUpStarted(): Promise<void> {
    const query = { state: "started", mine: true, limit: 1 } as const;
    const [started] = await body(
      api.GET("/api/v1/stores/{store_id}/pick-jobs", { params: { path: { store_id: here.value }, query } }),
    );
    if (started) hold(await loadJob(here.value, started.id));
  }

  async function next(): Promise<void> {
    isWilling.value = true;
    await attempt(async () => {
      await outbox.replay();
      if (outbox.waiting.value.length) return; // the server would give the same job again
      const found = await body(
        api.POST("/api/v1/stores/{store_id}/pick-jobs/next", {
          params: { path: { store_id: here.value } },
          body: { zone: post.value?.zone ?? null },
        }),
      );
      if (found.job) good();
      hold(found.job);
    });
  }

  /** No further job by itself after this one. */
  function pause(): void {
    isWilling.value = false;
  }

  async function leave(): Promise<void> {
    hold(null);
    await next();
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

  function dismissTrouble(): void {
    trouble.value = null;
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
    await scanning.scan(code);
  }

  async function miss(target: Line, cause: Cause, quantity: number): Promise<void> {
    const done = await act(
      { does: "miss", line: target.line, quantity, cause },
      "missing",
      { line: target.line, cause, quantity },
      t("pick.did.miss", { name: target.name }),
    );
    if (done && target.substitution === "swap") await held.suggest(target.line);
  }

  async function giveUp(target: Line): Promise<void> {
    await act(
      { does: "giveUp", line: target.line },
      "no-substitute",
      { line: target.line },
      t("pick.did.giveUp", { name: target.name }),
    );
  }

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
    const { way, part } = line.value ?? lines.value[0] ?? { way: "deliver", part: "" };
    const done = await act({ does: "bag", tag, way, part }, "bags", { tag, way, part }, t("pick.did.bag", { tag }));
    if (done) good();
    return done;
  }

  async function finish(): Promise<void> {
    if (await act({ does: "finish" }, "finish", null, t("pick.did.finish", { number: job.value!.number }))) good();
  }

  async function hang(tag: string): Promise<boolean> {
    return act(
      { does: "hang", tag, entry: entry.value },
      `/api/v1/stores/${here.value}/bags/${encodeURIComponent(tag)}/conveyor`,
      { entry: entry.value || null },
      t("pick.did.hang", { tag }),
    );
  }

  /** All bags hang: the next job, at once. */
  async function hangAll(): Promise<void> {
    for (const each of toHang.value) if (!(await hang(each.tag))) return;
    await leave();
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
  onScopeDispose(() => clearTimeout(timer));
  // Back in reach with nothing left to send: what the server says now.
  watch(
    () => outbox.isOnline.value && outbox.waiting.value.length === 0,
    (isQuiet) => isQuiet && isReady.value && (base.value ? void refresh() : isWilling.value && void next()),
  );

  const { open, offers } = held;
  const { toWeigh, many, weigh } = scanning;
  const shown = { job, lines, open, line, bag, entry, toHang, offers, taken, chosen, floor, toWeigh, many };
  const moods = { trouble, isReady, isBusy, isWilling };
  const steps = {
    begin,
    next,
    pause,
    dismissTrouble,
    scan,
    weigh,
    miss,
    giveUp,
    undo,
    addBag,
    finish,
    hang,
    hangAll,
    leave,
  };
  return { ...shown, ...moods, ...steps };
}
