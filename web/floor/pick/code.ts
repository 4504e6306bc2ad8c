/**
 * What a code says by itself, for the phone's own presumption while the house is out of reach: which product, which lot, how heavy.
 * GS1 General Specifications: application identifiers 01, 10, 17, 310n; a Digital Link is the same in an address. It is garbled by
 * keyboards and guns as the house knows them to (newretail/catalog/rules/letters.py), and read as the house reads it.
 */
export interface Said {
  gtin?: string;
  lot?: string;
  /** `2026-11-24`, the last day. */
  expires?: string;
  grams?: number;
}

const SEPARATOR = "\u001d";
/** Signs that stand for FNC1 where a program cannot send the separator itself: none of them is in a value of a GS1 code. */
const STAND_IN =
  /\^\]|[\u241d\u2194^|~]|[<{[(](?:GS|FNC1|F1)[>}\])]|\\(?:x1d|u001d|u\{1d\}|035|29|gs|f)|&#(?:29|x1d);|_x001D_/gi;
const BETWEEN_DIGITS = /[\s\u2010-\u2015-]+/g;
const OWN_CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

export function said(text: string): Said {
  const code = plain(text);
  if (/^https?:\/\//i.test(code)) return link(code);
  if (/^\(\d{2,4}\)/.test(code))
    return gather([...code.matchAll(/\((\d{2,4})\)([^(]*)/g)].map((each) => [each[1]!, each[2]!.trim()]));
  const typed = digits(code);
  if (typed && /^(\d{8}|\d{12,14})$/.test(typed)) return isNumber(code, typed) ? { gtin: typed.padStart(14, "0") } : {};
  const bare = (typed ?? code).replace(/^\](C1|d2|Q3|e0|J1)/, "").replace(STAND_IN, SEPARATOR);
  const joined = bare.replace(/^\u001d+/, "");
  return /^01\d{14}/.test(joined) ? gather(elements(joined)) : {};
}

/** Full-width forms as ASCII, and without what nobody sees (zero-width, direction, byte order). */
export function plain(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, " ")
    .replace(/\p{Cf}/gu, "")
    .trim();
}

/** Digits that were typed as they are printed, `9 520100 000072`, without the gaps; null if there is more. */
function digits(code: string): string | null {
  const joined = code.replace(BETWEEN_DIGITS, "");
  return /^\d+$/.test(joined) ? joined : null;
}

/** A SKU may have hyphens between digits too: with them it is a product's number only where its check digit is right. */
function isNumber(code: string, typed: string): boolean {
  if (code === typed || !OWN_CODE.test(code)) return true;
  const sum = [...typed.slice(0, -1)]
    .reverse()
    .reduce((all, each, place) => all + Number(each) * (place % 2 ? 1 : 3), 0);
  return (10 - (sum % 10)) % 10 === Number(typed.at(-1));
}

function link(address: string): Said {
  const url = new URL(address);
  const parts = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  const from = parts.findIndex(
    (each, index) => (each === "01" || each.toLowerCase() === "gtin") && /^\d{8,14}$/.test(parts[index + 1] ?? ""),
  );
  if (from < 0) return {};
  const pairs: [string, string][] = [];
  for (let index = from; index + 1 < parts.length; index += 2) pairs.push([parts[index]!, parts[index + 1]!]);
  return gather([...pairs, ...url.searchParams.entries()]);
}

/** The element string without brackets, as guns give it. */
function elements(code: string): [string, string][] {
  const pairs: [string, string][] = [];
  let rest = code;
  while (rest.length > 2) {
    const fixed = /^(01)(\d{14})|^(1[1-7])(\d{6})|^(310\d)(\d{6})/.exec(rest);
    const free = fixed ? null : /^(10|21)([^\u001d]{1,20})/.exec(rest);
    const found = fixed ?? free;
    if (!found) break;
    const [ai, value] = found.slice(1).filter((each) => each !== undefined);
    pairs.push([ai!, value!]);
    rest = rest.slice(found[0].length).replace(/^\u001d/, "");
  }
  return pairs;
}

function gather(pairs: [string, string][]): Said {
  const all = new Map(pairs);
  const weight = pairs.find(([ai]) => /^310\d$/.test(ai));
  const gtin = all.get("01") ?? all.get("gtin");
  const day = /^(\d\d)(\d\d)(\d\d)$/.exec(all.get("17") ?? "");
  return {
    ...(gtin && { gtin: gtin.padStart(14, "0") }),
    ...(all.has("10") && { lot: all.get("10")! }),
    ...(day && { expires: `20${day[1]}-${day[2]}-${day[3]}` }),
    ...(weight && { grams: Math.round((Number(weight[1]) / 10 ** Number(weight[0]![3])) * 1000) }),
  };
}

/** Tags on bags are letters, then figures; no product's code is. */
export const isTag = (code: string): boolean =>
  /^[A-Za-z]{1,8}[-._]?\d{1,10}$/.test(code) && !code.toUpperCase().startsWith("HR-");
