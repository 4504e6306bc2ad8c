/** Figures the way people read them, in their language and on the store's clock. */
import { computed } from "vue";

import { chain } from "./chain";
import { spoken } from "./language";

/** Digits of a currency's minor unit, by ISO 4217 as ECMA-402 has it. */
export const digitsOf = (currency: string) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

const tag = computed(() => spoken.value.locale);

/** Minor units with their currency: `¥128.00`, `₩12,900`. */
export function money(minor: number, currency = chain.currency): string {
  const digits = digitsOf(currency);
  return new Intl.NumberFormat(tag.value, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(minor / 10 ** digits);
}

/** A large sum without its small change. */
export function wholeMoney(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  const options = { style: "currency", currency, currencyDisplay: "narrowSymbol", maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(tag.value, options).format(minor / 10 ** digits);
}

export function count(value: number): string {
  return new Intl.NumberFormat(tag.value).format(value);
}

export function percent(share: number, digits = 0): string {
  return new Intl.NumberFormat(tag.value, {
    style: "percent",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(share);
}

/** Base units: `520 g`, `1.25 kg`, `950 ml`, `3`. Pieces are a bare figure: the sentence around it says what they are. */
export function quantity(units: number, unit: string): string {
  const [small, large] = unit === "gram" ? ["g", "kg"] : unit === "millilitre" ? ["ml", "L"] : ["", ""];
  if (!small) return count(units);
  return Math.abs(units) < 1000
    ? `${count(units)} ${small}`
    : `${new Intl.NumberFormat(tag.value, { maximumFractionDigits: 3 }).format(units / 1000)} ${large}`;
}

export function distance(metres: number): string {
  return metres < 1000
    ? `${Math.round(metres / 10) * 10} m`
    : `${new Intl.NumberFormat(tag.value, { maximumFractionDigits: 1 }).format(metres / 1000)} km`;
}

/** `18:42` on the store's clock. */
export function clockTime(instant: string | Date, zone = chain.time_zone): string {
  return new Intl.DateTimeFormat(tag.value, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).format(new Date(instant));
}

/** `24 Nov`, `11월 24일`; a plain date (`2026-11-24`) has no zone of its own. */
export function day(date: string | Date, zone = chain.time_zone): string {
  const isPlain = typeof date === "string" && date.length === 10;
  return new Intl.DateTimeFormat(tag.value, {
    day: "numeric",
    month: "short",
    timeZone: isPlain ? "UTC" : zone,
  }).format(new Date(date));
}

/** A plain date where room is short: `26/11`, `11/26`. */
export function shortDay(date: string): string {
  return new Intl.DateTimeFormat(tag.value, { day: "numeric", month: "numeric", timeZone: "UTC" })
    .format(new Date(date))
    .replace(/\.\s*/g, "/")
    .replace(/\/$/, "");
}

export function weekday(date: string | Date, zone = chain.time_zone): string {
  return new Intl.DateTimeFormat(tag.value, { weekday: "short", timeZone: zone }).format(new Date(date));
}

/** `24 Nov 18:42`. */
export function dayAndTime(instant: string | Date, zone = chain.time_zone): string {
  return `${day(instant, zone)} ${clockTime(instant, zone)}`;
}

/** A clock that runs: `4:31`, `−1:20` when it is over, `1:02:05` from an hour on. */
export function running(seconds: number): string {
  const sign = seconds < 0 ? "−" : "";
  const whole = Math.abs(Math.trunc(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return sign + (hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`);
}

/** Whole minutes from one to the other as their clock times read beside each other: 11:17 is one minute before 11:18, whatever the
 * seconds. Never negative zero. */
export function minutesBetween(from: string | Date, to: string | Date): number {
  return minuteOf(to) - minuteOf(from) || 0;
}
const minuteOf = (instant: string | Date) => Math.floor(new Date(instant).getTime() / 60_000);

/** Whole minutes from now until then. */
export const minutesUntil = (instant: string | Date, now: Date): number => minutesBetween(now, instant);
