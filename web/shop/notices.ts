/** Small words that come and go, with a way back where there is one. */
import { ref } from "vue";

export interface Notice {
  words: string;
  undo?: () => void;
}

const STAYS_MILLISECONDS = 6_000;
export const notice = ref<Notice | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

export function say(words: string, undo?: () => void): void {
  clearTimeout(timer);
  notice.value = { words, undo };
  timer = setTimeout(hush, STAYS_MILLISECONDS);
}

export function hush(): void {
  clearTimeout(timer);
  notice.value = null;
}
