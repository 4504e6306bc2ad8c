/** Whatever reads a code on this front, the camera or a gun, speaks to one listener: the part of the screen that opened last. */
import { onScopeDispose, ref } from "vue";

import { plain } from "@shared/letters";

export interface Look {
  title: string;
  hint?: string;
  stay?: boolean;
}

type Listener = (code: string) => void;

const listeners: Listener[] = [];

/** The camera is open, and for what. `App` shows it. */
export const looking = ref<Look | null>(null);

export function heard(code: string): void {
  if (!looking.value?.stay) looking.value = null;
  listeners.at(-1)?.(plain(code));
}

/** Listen while the calling part lives; returns how to open the camera. */
export function useScans(listener: Listener): (look: Look) => void {
  listeners.push(listener);
  onScopeDispose(() => {
    listeners.splice(listeners.indexOf(listener), 1);
    looking.value = null;
  });
  return (look) => (looking.value = look);
}
