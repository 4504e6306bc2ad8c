/**
 * The job in a picker's hands: what the server said last, kept on the phone, and on top of it what the picker did since.
 *
 * It outlives a reload and a lost network; an answer that overtakes a question makes the question be asked again.
 */
import { createStore, get, set } from "idb-keyval";
import { computed, onScopeDispose, ref, shallowRef, watch } from "vue";

import { api, body, type Schemas } from "@shared/api/client";
import { Problem } from "@shared/api/problem";
import { me } from "@shared/session";

import { outbox } from "../outbox";
import { asItWillBe, isDone, withAnswer, type Job } from "./job";

export type Substitute = Schemas["SubstituteView"];
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

const memories = createStore("newretail-floor-pick", "jobs");

export type HeldJob = ReturnType<typeof useHeldJob>;

/** `storeId`: whose jobs. `offers`: substitutes by line. `taken`: lines in the order in which they were picked, for undo. */
export function useHeldJob(storeId: () => string) {
  const base = shallowRef<Job | null>(null);
  const floor = shallowRef<Floor | null>(null);
  const offers = ref<Record<string, Substitute[]>>({});
  const taken = ref<string[]>([]);
  const chosen = ref<string | null>(null);
  /** Wants the next job as soon as there is one. */
  const isWilling = ref(false);
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

  async function remember(): Promise<void> {
    const kept = await get<Memory>(storeId(), memories);
    if (!kept || kept.by !== me.value?.id) return;
    base.value = kept.job;
    floor.value = kept.floor;
    offers.value = kept.offers;
    taken.value = kept.taken;
    isWilling.value = kept.isWilling;
  }

  watch([base, floor, offers, taken, isWilling], () => {
    const memory: Memory = {
      by: me.value?.id ?? "",
      job: base.value,
      floor: floor.value,
      offers: offers.value,
      taken: taken.value,
      isWilling: isWilling.value,
    };
    void set(storeId(), JSON.parse(JSON.stringify(memory)), memories);
  });

  /** Hold this job, or none. */
  function hold(found: Job | null): void {
    if (found?.id !== base.value?.id) {
      offers.value = {};
      taken.value = [];
      chosen.value = null;
    }
    base.value = found;
    found?.lines.forEach((each) => keepPicture(each.picture));
  }

  async function refresh(): Promise<void> {
    const asked = base.value;
    if (!asked) return;
    const before = answers;
    try {
      const found = await loadJob(storeId(), asked.id);
      if (base.value?.id !== asked.id) return;
      if (before !== answers) return await refresh();
      base.value = found.picker_id === me.value?.id || found.state === "cancelled" ? found : null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 404) hold(null);
    }
  }

  async function loadFloor(): Promise<void> {
    try {
      floor.value = await body(
        api.GET("/api/v1/stores/{store_id}/floor", { params: { path: { store_id: storeId() } } }),
      );
    } catch (error) {
      if (!(error instanceof Problem)) throw error; // without network the one we remember does
    }
  }

  async function suggest(name: string): Promise<void> {
    try {
      const path = { store_id: storeId(), job_id: base.value!.id, line: name };
      const found = await body(
        api.GET("/api/v1/stores/{store_id}/pick-jobs/{job_id}/lines/{line}/substitutes", { params: { path } }),
      );
      offers.value = { ...offers.value, [name]: found };
      found.forEach((each) => keepPicture(each.picture));
    } catch (error) {
      if (!(error instanceof Problem)) throw error; // asked again when the line is looked at with network
    }
  }

  watch(
    () => (line.value?.state === "swapping" && outbox.isOnline.value ? line.value.line : null),
    (name) => name && !offers.value[name] && void suggest(name),
  );

  const stopHearing = outbox.onAnswer((kept, answer) => {
    answers++;
    if (base.value && kept.topic === base.value.id) base.value = withAnswer(base.value, kept, answer);
  });
  onScopeDispose(stopHearing);

  return {
    base,
    job,
    lines,
    open,
    line,
    floor,
    offers,
    taken,
    chosen,
    isWilling,
    remember,
    hold,
    refresh,
    loadFloor,
    suggest,
  };
}

export const loadJob = (storeId: string, jobId: string): Promise<Job> =>
  body(
    api.GET("/api/v1/stores/{store_id}/pick-jobs/{job_id}", { params: { path: { store_id: storeId, job_id: jobId } } }),
  );

/** The service worker keeps it for where there is no network. */
const keepPicture = (picture: string) => void (new Image().src = picture);
