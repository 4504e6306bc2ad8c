/** A store's week as people read it: it begins where the chain's country begins it. */
import { chain } from "./chain";

/** A Monday, to name the days by. */
const A_MONDAY = Date.UTC(2024, 0, 1);
const DAY_MILLISECONDS = 86_400_000;

export interface DayOfWeek {
  /** 1 Monday to 7 Sunday (ISO 8601). */
  iso: number;
  /** A day of that name, at noon UTC. */
  example: Date;
  /** Spans of local time: `["09:00", "22:00"]`. */
  spans: string[][];
}

/** Seven days from `starts` on; `hours` begin with Monday. */
export function weekFrom(hours: string[][][], starts = chain.week_starts): DayOfWeek[] {
  return hours.map((_, index) => {
    const day = (index + starts - 1) % 7;
    return {
      iso: day + 1,
      example: new Date(A_MONDAY + (day + 0.5) * DAY_MILLISECONDS),
      spans: hours[day]!,
    };
  });
}

/** Which day of the week it is there: 1 Monday to 7 Sunday. */
export function isoDay(at: Date, zone: string): number {
  const name = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: zone }).format(at);
  return ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(name) + 1;
}
