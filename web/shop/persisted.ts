/** What this browser remembers, the same in all its tabs. */
import { customRef, type Ref } from "vue";

export function persistedRef<T>(key: string, initial: T): Ref<T> {
  return customRef<T>((track, trigger) => {
    let value = read(key, initial);
    window.addEventListener("storage", (event) => {
      if (event.key !== key) return;
      value = read(key, initial);
      trigger();
    });
    return {
      get() {
        track();
        return value;
      },
      set(next) {
        value = next;
        if (next === null) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(next));
        trigger();
      },
    };
  });
}

/** Let go of what lies under these keys: every place that shows it is as it began. */
export function forgetPersisted(keys: readonly string[]): void {
  for (const key of keys) {
    localStorage.removeItem(key);
    window.dispatchEvent(new StorageEvent("storage", { key }));
  }
}

function read<T>(key: string, initial: T): T {
  try {
    const text = localStorage.getItem(key);
    return text === null ? initial : (JSON.parse(text) as T);
  } catch {
    return initial;
  }
}
