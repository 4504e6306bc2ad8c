/** What this browser remembers, the same in all its tabs. */
import { customRef, type Ref } from "vue";

export function kept<T>(place: string, initial: T): Ref<T> {
  return customRef<T>((track, trigger) => {
    let value = read(place, initial);
    window.addEventListener("storage", (event) => {
      if (event.key !== place) return;
      value = read(place, initial);
      trigger();
    });
    return {
      get() {
        track();
        return value;
      },
      set(next) {
        value = next;
        if (next === null) localStorage.removeItem(place);
        else localStorage.setItem(place, JSON.stringify(next));
        trigger();
      },
    };
  });
}

function read<T>(place: string, initial: T): T {
  try {
    const text = localStorage.getItem(place);
    return text === null ? initial : (JSON.parse(text) as T);
  } catch {
    return initial;
  }
}
