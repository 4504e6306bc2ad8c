/** Whether the house can be reached: what the phone says of its network, and what became of the last requests. */
import { readonly, ref } from "vue";

/** Whoever has heard nothing for so long has most likely lost the line: in a basement a request neither fails nor arrives. */
const PATIENCE_MILLISECONDS = 8_000;

const reached = ref(navigator.onLine);
export const isReached = readonly(reached);

/** The house has answered. */
export const heard = () => void (reached.value = true);
/** It has not. */
export const lost = () => void (reached.value = false);

const underWay = new Map<string, ReturnType<typeof setTimeout>>();

/** A question has been sent; how it ended is said with the same id. */
export function asked(id: string): void {
  underWay.set(id, setTimeout(lost, PATIENCE_MILLISECONDS));
}

export function ended(id: string): void {
  clearTimeout(underWay.get(id));
  underWay.delete(id);
}

window.addEventListener("online", heard);
window.addEventListener("offline", lost);
