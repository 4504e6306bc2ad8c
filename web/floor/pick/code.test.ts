import { describe, expect, test } from "vitest";

import { said } from "./code";

const GTIN = "09520100000072";
const WHOLE = { gtin: GTIN, lot: "A12", expires: "2026-11-24" };

describe("out of reach, a code is read as the house reads it", () => {
  test.each([
    ["as printed", "9 520100 000072"],
    ["in full width", "９５２０１００００００７２"],
    ["in full width with its spaces", "９　５２０１００　００００７２"],
    ["with hyphens", "9-520100-000072"],
    ["with what nobody sees", "\ufeff9520100000072\u200b"],
  ])("a number %s", (_, typed) => expect(said(typed)).toEqual({ gtin: GTIN }));

  test("digits with hyphens that are no product's number may be a SKU, and say nothing", () =>
    expect(said("9-520100-000073")).toEqual({}));

  test.each(["\u001d", "^]", "^", "|", "~", "\u241d", "<GS>", "{FNC1}", "\\x1d", "&#29;", "_x001D_"])(
    "a lot ends at %j, which stands for FNC1",
    (sign) => expect(said(`]C10109520100000072` + `10A12${sign}17261124`)).toEqual(WHOLE),
  );

  test("an element string with the gaps of its print, in full width", () =>
    expect(said("（０１）09520100000072（17）261124（10）A12")).toEqual(WHOLE));

  test("an element string of digits alone, typed with gaps", () =>
    expect(said("01 09520100000072 17 261124")).toEqual({ gtin: GTIN, expires: "2026-11-24" }));
});
