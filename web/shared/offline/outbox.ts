/**
 * What people do while the line is down: kept on the phone before it is sent, sent once and in order when the house is back.
 *
 * Each intent has its idempotency key from the moment of the tap, so a request that was cut off may be sent again and has still happened once.
 * A passing failure keeps it for later. A refusal later, when nobody waits for it any more, is put aside with the house's words for its person.
 */
import { createStore, get, update, type UseStore } from "idb-keyval";
import { ref, watch, type Ref } from "vue";

import { api, once } from "../api/client";
import { signedInAnew } from "../api/credential";
import { uuid7 } from "../api/ids";
import { Problem } from "../api/problem";
import { houseNow } from "../clock";
import { me } from "../session";

type Method = "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Something to do at the house, as it was meant. `label`: what its person called it. `topic` and `note`: what it belongs to and
 * what it will change, for a screen that shows things as they will be.
 */
export interface Intent {
  path: string;
  method?: Method;
  body?: unknown;
  label: string;
  key?: string;
  topic?: string;
  note?: unknown;
}

/** `by`: the member who did it; another person's things wait until that person is back. `at`: milliseconds of the house's clock. */
export interface Kept {
  id: string;
  by: string;
  path: string;
  method: Method;
  body: unknown;
  label: string;
  topic: string;
  note: unknown;
  at: number;
}

export interface Refused extends Kept {
  code: string;
  words: string;
}

export type Sent<T> = { sent: true; answer: T } | { sent: false };

export interface Outbox {
  waiting: Ref<Kept[]>;
  refused: Ref<Refused[]>;
  isOnline: Ref<boolean>;
  /** Keep it, then try to send it. Throws the house's `Problem` when it is refused at once; `sent: false` when it is kept for later. */
  send<T = unknown>(intent: Intent): Promise<Sent<T>>;
  /** Its person has seen the refusal. */
  settle(id: string): Promise<void>;
  /** Send what waits; resolves when the queue is empty or the line is down. */
  replay(): Promise<void>;
  /** Called for each answer, in the moment in which its intent stops waiting, in every tab. Returns how to stop. */
  onAnswer(heard: (kept: Kept, answer: unknown) => void): () => void;
}

interface Hooks {
  prepare?: (kept: Kept) => Promise<unknown>;
  onSettled?: (kept: Kept) => Promise<void>;
}

type Outcome = { id: string } & ({ answer: unknown } | { status: number; problem: Record<string, unknown> });

const PATIENCE_MILLISECONDS = 8_000;
const FIRST_PAUSE_MILLISECONDS = 2_000;
const LONGEST_PAUSE_MILLISECONDS = 30_000;
const MOST_KEPT = 500;
/** Over after minutes, but its person may have another way: it holds up nothing else. */
const NEEDS_PERSON = new Set(["code_locked"]);

const opened = new Map<string, Outbox>();

/**
 * The outbox of this name; its queue is one for all tabs of this browser. `prepare`: what has to be done before an intent can be sent, again with each
 * try: it returns the body to send. `onSettled`: the intent is answered or refused, and what was kept beside it may go.
 */
export function openOutbox(name: string, hooks: Hooks = {}): Outbox {
  const known = opened.get(name) ?? makeOutbox(name, hooks);
  opened.set(name, known);
  return known;
}

function makeOutbox(name: string, { prepare, onSettled }: Hooks): Outbox {
  const store = createStore(`newretail-outbox-${name}`, "intents");
  const channel = new BroadcastChannel(`newretail-outbox-${name}`);
  const exclusive = exclusively(`newretail-outbox-${name}`);
  const waiting = ref<Kept[]>([]);
  const refused = ref<Refused[]>([]);
  const isOnline = ref(navigator.onLine);
  /** Those in this tab who still look at what they sent. */
  const callers = new Map<string, (outcome: Outcome) => void>();
  const listeners = new Set<(kept: Kept, answer: unknown) => void>();
  let pause = FIRST_PAUSE_MILLISECONDS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const mine = (kept: Kept) => kept.by === (me.value?.id ?? "");

  async function look(): Promise<void> {
    waiting.value = (await list<Kept>(store, "waiting")).filter(mine);
    // What somebody in this tab still looks at is told to them there.
    refused.value = (await list<Refused>(store, "refused")).filter((each) => mine(each) && !callers.has(each.id));
  }

  async function changed(): Promise<void> {
    await look();
    channel.postMessage({ changed: true });
  }

  async function send<T>(intent: Intent): Promise<Sent<T>> {
    const kept: Kept = {
      id: intent.key ?? uuid7(),
      by: me.value?.id ?? "",
      path: intent.path,
      method: intent.method ?? "POST",
      body: intent.body ?? null,
      label: intent.label,
      topic: intent.topic ?? "",
      note: intent.note ?? null,
      at: houseNow().getTime(),
    };
    let outcome: Outcome | undefined;
    callers.set(kept.id, (told) => (outcome = told));
    try {
      await change<Kept>(store, "waiting", (all) =>
        [...all.filter((each) => each.id !== kept.id), kept].slice(-MOST_KEPT),
      );
      await changed();
      if (isOnline.value && navigator.onLine) await replay();
      else pauseAWhile();
      if (outcome && "problem" in outcome) await settle(outcome.id);
    } finally {
      callers.delete(kept.id);
    }
    if (!outcome) return { sent: false };
    if ("answer" in outcome) return { sent: true, answer: outcome.answer as T };
    throw new Problem(outcome.status, outcome.problem);
  }

  function replay(): Promise<void> {
    return exclusive(async () => {
      for (let next = await first(); next; next = await first()) {
        try {
          await conclude(next, {
            id: next.id,
            answer: await deliver(prepare ? { ...next, body: await prepare(next) } : next),
          });
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          // A house that says when to come back is busy; a token that has ended is renewed by its person.
          const isLater = error.isPassing || error.retryAfterSeconds !== null || error.status === 401;
          if (isLater && !NEEDS_PERSON.has(error.code)) return waitFor(error);
          await conclude(next, {
            id: next.id,
            status: error.status,
            problem: { ...error.facts, detail: error.message },
          });
        }
        isOnline.value = true;
        pause = FIRST_PAUSE_MILLISECONDS;
      }
    });
  }

  async function first(): Promise<Kept | undefined> {
    return (await list<Kept>(store, "waiting")).find(mine);
  }

  async function conclude(kept: Kept, outcome: Outcome): Promise<void> {
    // Put aside before it is taken out: a phone that dies in between sends it once more and is refused once more.
    if ("problem" in outcome) {
      const told: Refused = {
        ...kept,
        code: String(outcome.problem.code ?? ""),
        words: String(outcome.problem.detail ?? ""),
      };
      await change<Refused>(store, "refused", (all) =>
        [...all.filter((each) => each.id !== kept.id), told].slice(-MOST_KEPT),
      );
    }
    await change<Kept>(store, "waiting", (all) => all.filter((each) => each.id !== kept.id));
    tell(kept, outcome);
    channel.postMessage({ kept, outcome });
    await onSettled?.(kept);
    await changed();
  }

  /** All in one turn, so that no screen sees an intent both waiting and answered. */
  function tell(kept: Kept, outcome: Outcome): void {
    waiting.value = waiting.value.filter((each) => each.id !== kept.id);
    if ("answer" in outcome) listeners.forEach((heard) => heard(kept, outcome.answer));
    callers.get(kept.id)?.(outcome);
  }

  function waitFor(problem: Problem): void {
    isOnline.value = problem.status !== 0 && navigator.onLine;
    pauseAWhile((problem.retryAfterSeconds ?? 0) * 1000);
  }

  function pauseAWhile(atLeast = 0): void {
    clearTimeout(timer);
    timer = setTimeout(() => void again(), Math.max(pause, atLeast));
    pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS);
  }

  /** The line may be back: the queue goes on, or, when there is none (any more), a small question finds out. */
  async function again(): Promise<void> {
    if (waiting.value.length) await replay();
    if (isOnline.value || waiting.value.length) return;
    try {
      await api.GET("/api/v1/health");
      isOnline.value = true;
      pause = FIRST_PAUSE_MILLISECONDS;
    } catch (error) {
      if (error instanceof Problem && error.status !== 0) isOnline.value = true;
      else pauseAWhile();
    }
  }

  async function settle(id: string): Promise<void> {
    await change<Refused>(store, "refused", (all) => all.filter((each) => each.id !== id));
    await changed();
  }

  function hurry(): void {
    pause = FIRST_PAUSE_MILLISECONDS;
    clearTimeout(timer);
    void again();
  }

  channel.onmessage = ({ data }: MessageEvent<{ kept?: Kept; outcome?: Outcome }>) => {
    if (data.kept && data.outcome) {
      isOnline.value = true; // another tab reached the house
      tell(data.kept, data.outcome);
    }
    void look();
  };
  window.addEventListener("online", hurry);
  window.addEventListener("offline", () => {
    isOnline.value = false;
    pauseAWhile();
  });
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "visible" && waiting.value.length && hurry(),
  );
  watch(
    [() => me.value?.id, signedInAnew],
    () => void look().then(() => (waiting.value.length ? replay() : undefined)),
    { immediate: true },
  );

  return {
    waiting,
    refused,
    isOnline,
    send,
    settle,
    replay,
    onAnswer(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}

/** One request. A house that does not answer in time counts as away. */
async function deliver(kept: Kept): Promise<unknown> {
  const init = {
    body: kept.body ?? undefined,
    params: { header: once(kept.id) },
    signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
  };
  const request = api.request as unknown as (
    method: string,
    path: string,
    init: unknown,
  ) => Promise<{ data?: unknown }>;
  return (await request(kept.method.toLowerCase(), kept.path, init)).data ?? null;
}

async function list<T>(store: UseStore, name: string): Promise<T[]> {
  return (await get<T[]>(name, store)) ?? [];
}

/** One transaction of the browser's database: two tabs cannot write over each other. Plain data: the database takes no proxies. */
function change<T>(store: UseStore, name: string, how: (all: T[]) => T[]): Promise<void> {
  return update<T[]>(name, (all) => JSON.parse(JSON.stringify(how(all ?? []))) as T[], store);
}

/** One at a time among all tabs; where the browser has no locks (a page without TLS), one at a time in this tab. */
function exclusively(name: string): (work: () => Promise<void>) => Promise<void> {
  if (navigator.locks) return async (work) => navigator.locks.request(name, work);
  let last: Promise<void> = Promise.resolve();
  return (work) => (last = last.catch(() => undefined).then(work));
}
