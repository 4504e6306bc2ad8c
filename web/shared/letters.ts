/**
 * The letters of what somebody typed or a gun sent, made plain as the house makes them (newretail/catalog/rules/letters.py): full-width
 * forms and every script's digits as ASCII, and without what nobody sees (zero-width, direction, byte order).
 */
export function plain(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, " ")
    .replace(/\p{Cf}/gu, "")
    .replace(/(?![0-9])\p{Nd}/gu, worth)
    .trim();
}

/** What a digit of any script is worth: Unicode keeps the ten of each script together, the nought first. */
function worth(digit: string): string {
  const at = digit.codePointAt(0)!;
  let first = at;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((at - first) % 10);
}
