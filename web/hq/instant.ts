/** `2026-11-24T18:00` as somebody types it on a store's clock, as an instant in UTC. */
export function instantAt(typed: string, zone: string): string {
  const asUtc = new Date(`${typed}:00Z`);
  const there = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(
    asUtc,
  );
  const ahead = Date.parse(`${there.replace(" ", "T")}Z`) - asUtc.getTime();
  return new Date(asUtc.getTime() - ahead).toISOString();
}
