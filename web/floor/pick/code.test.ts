import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { said } from "./code";

const GTIN = "09520100000072";
const WHOLE = { gtin: GTIN, lot: "A12", expires: "2026-11-24" };

describe("out of reach, a code is read as the house reads it", () => {
  test.each([
    ["as printed", "9 520100 000072"],
    ["in full width", "９５２０１００００００７２"],
    ["in full width with its spaces", "９　５２０１００　００００７２"],
    ["in Arabic digits", "٩٥٢٠١٠٠٠٠٠٠٧٢"],
    ["with hyphens", "9-520100-000072"],
    ["with what nobody sees", "\ufeff9520100000072\u200b"],
    ["behind the name of its bars", "]E09520100000072"],
  ])("a number %s", (_, typed) => expect(said(typed)).toEqual({ gtin: GTIN }));

  test.each(["9-520100-000073", "9520100000073", "(01)09520100000073(10)A", "]E412345678", "0000000000000"])(
    "%s is no product's number, and says nothing",
    (typed) => expect(said(typed)).toEqual({}),
  );

  test.each(["\u001d", "^]", "^", "|", "~", "\u241d", "<GS>", "{FNC1}", "\\x1d", "&#29;", "_x001D_"])(
    "a lot ends at %j, which stands for FNC1",
    (sign) => expect(said(`]C10109520100000072` + `10A12${sign}17261124`)).toEqual(WHOLE),
  );

  test("an element string with the gaps of its print, in full width", () =>
    expect(said("（０１）09520100000072（17）261124（10）A12")).toEqual(WHOLE));

  test("an element string of digits alone, typed with gaps", () =>
    expect(said("01 09520100000072 17 261124")).toEqual({ gtin: GTIN, expires: "2026-11-24" }));

  test.each([
    ["the earliest of its days", "(01)09520100000072(17)261130(15)261124", "2026-11-24"],
    ["the end of a month without a day", "(01)09520100000072(17)270200", "2027-02-28"],
  ])("the last day is %s", (_, code, expires) => expect(said(code).expires).toBe(expires));

  test.each([
    ["https://x.example/2026/01/01/09520100000072/10/A+1?17=261124", { gtin: GTIN, lot: "A+1", expires: "2026-11-24" }],
    ["HTTPS://X.EXAMPLE/GTIN/9520100000072/LOT/A%2F1/", { gtin: GTIN, lot: "A/1" }],
    ["https://x.example/01/09520100000072?10=A+1", { gtin: GTIN, lot: "A+1" }],
    ["https://x.example/01/09520100000072/foo/bar", {}],
    ["https://x.example/01/09520100000072/10/%E0", {}],
    ["http://[bad/01/09520100000072", {}],
  ])("the link %s", (code, told) => expect(said(code)).toEqual(told));
});

interface Vector {
  text: string;
  ours: string;
  says: string;
}

/** The house's own list of other people's codes, with what it makes of each (tests/catalog/test_gs1_vectors.py). */
function vectors(): Vector[] {
  const table = readFileSync(`${import.meta.dirname}/../../../tests/catalog/gs1_vectors.csv`, "utf8");
  const rows = [...table.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\n]*))(,|\r?\n)/g)].reduce<string[][]>(
    (all, [, quoted, bare, end]) => {
      all.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare!);
      return end === "," ? all : [...all, []];
    },
    [[]],
  );
  const [head, ...lines] = rows.filter((row) => row.length > 1);
  const of = (row: string[], name: string) => row[head!.indexOf(name)] ?? "";
  return lines.map((row) => ({
    text: of(row, "text").replaceAll("␝", "\u001d"),
    ours: of(row, "ours"),
    says: of(row, "says"),
  }));
}

describe("other people's codes are never another product on the phone than in the house", () => {
  const products = vectors().filter((each) => each.ours === "product");

  test.each(products.map((each) => [each.text, each] as const))("%s", (_, { text, says }) => {
    const { gtin, lot } = said(text);
    if (!gtin) return; // the house is asked when it is in reach again
    expect(gtin).toBe(/\(01\)(\d{14})/.exec(says)![1]);
    expect(lot).toBe(/\(10\)([^(]*)/.exec(says)?.[1]);
  });

  test("what the house refuses is no product on the phone, which only has no list of all identifiers", () => {
    const presumed = vectors().filter((each) => each.ours !== "product" && said(each.text).gtin);
    expect(presumed.map((each) => each.text)).toEqual([
      "https://a/01/12312312312333?99=ABC&999=faux",
      "https://example.com/01/09520123456788?99=XYZ&89=ABC123",
      "(01)12312312312326(99)000001(89)XXX(95)INT",
      "]C101123456789012312",
    ]);
  });

  test("nearly all of them are read", () => {
    const read = products.filter((each) => said(each.text).gtin);
    expect(read.length / products.length).toBeGreaterThan(0.8);
  });
});
