/**
 * What a code says by itself, for the phone's own presumption while the house is out of reach: which product, which lot, how heavy.
 * GS1 General Specifications: application identifiers 01, 10, 15 to 17, 310n; a Digital Link is the same in an address. It is garbled by
 * keyboards and guns as the house knows them to (newretail/catalog/rules), and read as the house reads it, or not at all.
 */
import { plain } from "@shared/letters";

export interface Said {
  gtin?: string;
  lot?: string;
  /** `2026-11-24`, the last day by any date on the pack. */
  expires?: string;
  grams?: number;
}

type Pair = [ai: string, value: string];

const SEPARATOR = "\u001d";
/** Signs that stand for FNC1 where a program cannot send the separator itself: none of them is in a value of a GS1 code. */
const STAND_IN =
  /\^\]|[\u241d\u2194^|~]|[<{[(](?:GS|FNC1|F1)[>}\])]|\\(?:x1d|u001d|u\{1d\}|035|29|gs|f)|&#(?:29|x1d);|_x001D_/gi;
const SYMBOLOGY = /^\](?:Y\d|[A-Za-z])[0-9A-Za-z]/;
const BETWEEN_DIGITS = /[\s\u2010-\u2015-]+/g;
const OWN_CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
const NUMBER = /^(\d{8}|\d{12,14})$/;
/** The names of identifiers in the first releases of GS1 Digital Link, still on packs. */
const WORDS: Record<string, string> = { gtin: "01", lot: "10", exp: "17" };
const LAST_DAYS = ["15", "16", "17"];
const DAYS = ["11", "12", "13", ...LAST_DAYS];
const QUALIFIERS = new Set(["22", "10", "21", "235"]);
/** An identifier in brackets and its value, in which a bracket may stand too, perhaps behind a stroke. */
const PRINTED = /\((\d{2,4})\)\s*([^(\s\\]*(?:(?:\\\(?|\((?!\d{2,4}\)))[^(\s\\]*)*)\s*/g;

export function said(text: string): Said {
  const code = plain(text);
  const symbology = SYMBOLOGY.exec(code)?.[0] ?? "";
  const bare = code.slice(symbology.length);
  if (/^https?:\/\//i.test(bare)) return link(bare);
  if (bare.startsWith("(")) return gather(printed(bare));
  const typed = digits(bare);
  if (typed && NUMBER.test(typed)) return ofNumber(typed, symbology);
  const joined = (typed ?? bare).replace(STAND_IN, SEPARATOR).replace(/^\u001d+/, "");
  return /^01\d{14}/.test(joined) ? gather(elements(joined)) : {};
}

/** Digits that were typed as they are printed, `9 520100 000072`, without the gaps; null if there is more. A SKU may have hyphens between
 *  digits too: with them it is a product's number only where its check digit is right. */
function digits(code: string): string | null {
  const joined = code.replace(BETWEEN_DIGITS, "");
  if (!/^\d+$/.test(joined)) return null;
  return code === joined || !OWN_CODE.test(code) || isChecked(joined) ? joined : null;
}

/** Eight digits are a short EAN, or a UPC whose noughts were left out: that where the bars say so, or they begin with a nought. */
function ofNumber(typed: string, symbology: string): Said {
  const whole = symbology === "]E4" ? null : withNoughts(typed);
  const isUpc = symbology === "]E0" || typed.startsWith("0") || !isChecked(typed);
  return ofGtin(whole && isUpc ? whole : typed);
}

function ofGtin(number: string): Said {
  return NUMBER.test(number) && isChecked(number) && Number(number) > 0 ? { gtin: number.padStart(14, "0") } : {};
}

/** GS1 General Specifications, section 7.9: weights 3 and 1 from the right, up to the next ten. */
function isChecked(number: string): boolean {
  const sum = [...number.slice(0, -1)]
    .reverse()
    .reduce((all, each, place) => all + Number(each) * (place % 2 ? 1 : 3), 0);
  return (10 - (sum % 10)) % 10 === Number(number.at(-1));
}

/** A UPC-E as the UPC-A it stands for; null where it is none. GS1 General Specifications, section 5.2.2. */
function withNoughts(typed: string): string | null {
  const [, system, rest, key, check] = /^([01])(\d{5})(\d)(\d)$/.exec(typed) ?? [];
  if (!system || !rest || !key || !check) return null;
  const at = Number(key);
  const body =
    at < 3
      ? rest.slice(0, 2) + key + "0000" + rest.slice(2)
      : at < 5
        ? rest.slice(0, at) + "00000" + rest.slice(at)
        : rest + "0000" + key;
  const whole = system + body + check;
  return isChecked(whole) ? whole : null;
}

function link(address: string): Said {
  try {
    const [, path, query] = /^https?:\/\/(?:\[[^\]]*\])?[^/?#[\]]*(|\/[^?#]*)(?:\?([^#]*))?(?:#|$)/i.exec(address)!;
    const parts = path!.split("/").map(decodeURIComponent);
    const from = parts.findIndex((each, index) => named(each) === "01" && ofGtin(parts[index + 1] ?? "").gtin);
    if (parts.at(-1) === "") parts.pop();
    if (from < 0 || (parts.length - from) % 2) return {};
    const pairs: Pair[] = [];
    for (let at = from; at < parts.length; at += 2) pairs.push([named(parts[at]!), parts[at + 1]!]);
    if (!pairs.slice(1).every(([ai]) => QUALIFIERS.has(ai))) return {};
    for (const each of (query ?? "").split(/[&;]/)) {
      const [name, ...value] = each.split("=");
      const ai = named(name!);
      if (!/^\d+$/.test(ai)) continue; // a parameter of somebody else's; those named by figures are kept for identifiers
      if (!/^\d{2,4}$/.test(ai) || !value.join("=")) return {};
      pairs.push([ai, decodeURIComponent(value.join("="))]); // a plus stays a plus: lots have them
    }
    return gather(pairs);
  } catch {
    return {}; // no address, or one with half a percent sign
  }
}

function printed(code: string): Pair[] {
  const joined = code.replace(STAND_IN, SEPARATOR).replace(/\u001d+(?=\(|$)/g, "");
  return [...joined.matchAll(PRINTED)].map((each) => [each[1]!, each[2]!.replaceAll("\\(", "(")]);
}

const named = (part: string): string => WORDS[part.toLowerCase()] ?? part;

/** The element string without brackets, as guns give it. */
function elements(code: string): Pair[] {
  const pairs: Pair[] = [];
  let rest = code;
  while (rest.length > 2) {
    const fixed = /^(01)(\d{14})|^(1[1-7])(\d{6})|^(310\d)(\d{6})/.exec(rest);
    const free = fixed ? null : /^(10|21)([^\u001d]{1,20})(?=\u001d|$)/.exec(rest);
    const found = fixed ?? free;
    if (!found) break;
    const [ai, value] = found.slice(1).filter((each) => each !== undefined);
    pairs.push([ai!, value!]);
    rest = rest.slice(found[0].length).replace(/^\u001d/, "");
  }
  return pairs;
}

function gather(pairs: Pair[]): Said {
  const all = new Map(pairs);
  const product = ofGtin(all.get("01") ?? "");
  if (!product.gtin || pairs.some(([ai, value]) => ai === "01" && ofGtin(value).gtin !== product.gtin)) return {};
  if (DAYS.some((ai) => all.has(ai) && !day(all.get(ai)!))) return {};
  const weight = pairs.find(([ai]) => /^310\d$/.test(ai));
  const [expires] = LAST_DAYS.map((ai) => day(all.get(ai) ?? ""))
    .filter(Boolean)
    .sort();
  return {
    ...product,
    ...(all.has("10") && { lot: all.get("10")! }),
    ...(expires && { expires }),
    ...(weight && { grams: Math.round((Number(weight[1]) / 10 ** Number(weight[0]![3])) * 1000) }),
  };
}

/** YYMMDD as a day, "" for none; day 00 is the last of the month. */
function day(value: string): string {
  const [, year, month, of] = /^(\d\d)(\d\d)(\d\d)$/.exec(value) ?? [];
  if (!year || !month || !of) return "";
  const last = new Date(Date.UTC(2000 + Number(year), Number(month), 0)).getUTCDate();
  const isDay = Number(month) >= 1 && Number(month) <= 12 && Number(of) <= last;
  return isDay ? `20${year}-${month}-${of === "00" ? last : of}` : "";
}

/** Tags on bags are letters, then figures; no product's code is. */
export const isTag = (code: string): boolean =>
  /^[A-Za-z]{1,8}[-._]?\d{1,10}$/.test(code) && !code.toUpperCase().startsWith("HR-");
