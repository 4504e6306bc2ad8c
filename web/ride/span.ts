/** Lengths of time as people say them: `45 s`, `12 min`, `2 h 05 min`. */
type Say = (key: string, named: Record<string, unknown>) => string;

export function span(seconds: number, t: Say): string {
  if (seconds < 60) return t("span.seconds", { n: Math.max(Math.round(seconds), 0) });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t("span.minutes", { n: minutes });
  return t("span.hours", { h: Math.floor(minutes / 60), m: String(minutes % 60).padStart(2, "0") });
}
