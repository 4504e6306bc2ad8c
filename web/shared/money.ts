/** Money that a person types and the house counts in minor units of its currency: 1290 for `12.90` in EUR, 12900 for `12900` in KRW. */
import { digitsOf } from "./format";

export function minorUnits(typed: string, currency: string): number | null {
  const digits = digitsOf(currency);
  const [whole, rest = "", ...more] = typed.trim().replace(",", ".").split(".");
  if (more.length || !/^\d{1,8}$/.test(whole!) || !/^\d*$/.test(rest) || rest.length > digits) return null;
  return Number(whole + rest.padEnd(digits, "0"));
}

export const majorUnits = (minor: number, currency: string): string =>
  (minor / 10 ** digitsOf(currency)).toFixed(digitsOf(currency));
