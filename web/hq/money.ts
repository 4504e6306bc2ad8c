/** Money that a person types and the house counts in minor units of its currency: 1290 for `12.90` in CNY, 12900 for `12900` in KRW. */
export const digitsOf = (currency: string) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

export function minorUnits(typed: string, currency: string): number | null {
  const digits = digitsOf(currency);
  const [whole, rest = "", ...more] = typed.trim().replace(",", ".").split(".");
  if (more.length || !/^\d{1,8}$/.test(whole!) || !/^\d*$/.test(rest) || rest.length > digits) return null;
  return Number(whole + rest.padEnd(digits, "0"));
}

export const majorUnits = (minor: number, currency: string): string =>
  (minor / 10 ** digitsOf(currency)).toFixed(digitsOf(currency));
