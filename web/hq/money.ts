/** Money that a person types and the house counts in minor units. */
export function minorUnits(typed: string): number | null {
  const plain = typed.trim().replace(",", ".");
  if (!/^\d{1,7}(\.\d{1,2})?$/.test(plain)) return null;
  const [whole, rest = ""] = plain.split(".");
  return Number(whole) * 100 + Number(rest.padEnd(2, "0"));
}

export const majorUnits = (minor: number): string => (minor / 100).toFixed(2);
