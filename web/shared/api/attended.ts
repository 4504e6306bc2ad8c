/** Is somebody at this page? What it asks by itself while nobody touches it says so, and keeps nobody signed in. */

/** For so long after a touch what the page asks counts as its person's doing: an answer waited for, a screen read, what follows a tap. */
const STAYS_MILLISECONDS = 60_000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"] as const;

/** To open a page is a person's doing; that it is loaded again may be its own. */
let touchedAt = wasOpened() ? Date.now() : -Infinity;

for (const each of TOUCHES) window.addEventListener(each, touched, { capture: true, passive: true });

/** Somebody is here, by other means than a finger or a key: the camera has read what they hold before it. */
export function touched(): void {
  touchedAt = Date.now();
}

export const isAttended = (): boolean => Date.now() - touchedAt < STAYS_MILLISECONDS;

/** What goes with every request of this page. */
export const attendance = (): Record<string, string> => (isAttended() ? {} : { Unattended: "1" });

function wasOpened(): boolean {
  const [how] = performance.getEntriesByType?.("navigation") ?? [];
  return (how as PerformanceNavigationTiming | undefined)?.type !== "reload";
}
