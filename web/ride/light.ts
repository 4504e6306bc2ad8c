/** A screen on the handlebar stays lit, where the browser can: it lets go of that whenever the page is hidden. */
import { onScopeDispose, watch, type Ref } from "vue";

export function useLight(isWanted: Ref<boolean>): void {
  let lock: WakeLockSentinel | null = null;

  async function follow(): Promise<void> {
    if (!isWanted.value) {
      await lock?.release();
      lock = null;
    } else if (document.visibilityState === "visible" && (!lock || lock.released)) {
      lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null; // an empty battery may refuse
    }
  }

  watch(isWanted, follow, { immediate: true });
  document.addEventListener("visibilitychange", follow);
  onScopeDispose(() => {
    document.removeEventListener("visibilitychange", follow);
    void lock?.release();
  });
}
