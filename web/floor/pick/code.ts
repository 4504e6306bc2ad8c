/**
 * What a code says by itself, for the phone's own presumption while the house is out of reach: which product, which lot, how heavy.
 * GS1 General Specifications: application identifiers 01, 10, 17, 310n; a Digital Link is the same in an address.
 */
export interface Said {
  gtin?: string;
  lot?: string;
  /** `2026-11-24`, the last day. */
  expires?: string;
  grams?: number;
}

export function said(text: string): Said {
  const code = text.trim();
  if (/^https?:\/\//i.test(code)) return link(code);
  if (/^\(\d{2,4}\)/.test(code))
    return gather([...code.matchAll(/\((\d{2,4})\)([^(]*)/g)].map((each) => [each[1]!, each[2]!]));
  if (/^(\d{8}|\d{12,14})$/.test(code)) return { gtin: code.padStart(14, "0") };
  const plain = code.replace(/^\](C1|d2|Q3|e0)/, "").replace(/^\u001d/, "");
  return /^01\d{14}/.test(plain) ? gather(elements(plain)) : {};
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
