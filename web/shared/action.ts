/** One thing a person does with a button: busy while it goes, its key kept until the house has answered, its refusal at hand. */
import { ref, type Ref } from "vue";

import { uuid7 } from "./api/ids";
import { Problem } from "./api/problem";

export interface PendingAction<A extends unknown[], R> {
  run: (...args: A) => Promise<R | undefined>;
  isBusy: Ref<boolean>;
  trouble: Ref<unknown>;
}

/** `work` gets the key of this intent first: the same again after a passing failure, a new one after an answer. */
export function useAction<A extends unknown[], R>(work: (key: string, ...args: A) => Promise<R>): PendingAction<A, R> {
  const isBusy = ref(false);
  const trouble = ref<unknown>(null);
  let intent = "";
  let key = uuid7();

  async function run(...args: A): Promise<R | undefined> {
    if (isBusy.value) return undefined;
    const meant = JSON.stringify(args);
    if (meant !== intent) [intent, key] = [meant, uuid7()];
    isBusy.value = true;
    trouble.value = null;
    try {
      const answer = await work(key, ...args);
      key = uuid7();
      return answer;
    } catch (error) {
      trouble.value = error;
      if (!(error instanceof Problem && error.isPassing)) key = uuid7();
      return undefined;
    } finally {
      isBusy.value = false;
    }
  }

  return { run, isBusy, trouble };
}

/**
 * Several things that a screen does one at a time: `busy` names the one that goes, `trouble` is what the last one was refused with.
 * `isHeard` takes an error that is no trouble; `again` does the same once more.
 */
export function useActions<What extends string>(
  isHeard: (error: unknown, again: () => Promise<void>) => boolean = () => false,
) {
  const busy = ref("") as Ref<What | "">;
  const trouble = ref<unknown>(null);

  async function doing(what: What, act: () => Promise<unknown>): Promise<void> {
    busy.value = what;
    trouble.value = null;
    try {
      await act();
    } catch (error) {
      if (!isHeard(error, () => doing(what, act))) trouble.value = error;
    } finally {
      busy.value = "";
    }
  }

  return { doing, busy, trouble };
}
