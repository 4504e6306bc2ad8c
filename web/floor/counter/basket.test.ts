import { describe, expect, it } from "vitest";

import type { Sku } from "../stock/sku";
import { add, saleOf, set } from "./basket";

const sku = (sku_id: string, more: Partial<Sku> = {}): Sku => ({
  sku_id,
  name: sku_id,
  picture: "",
  unit: "each",
  weighed: false,
  shelf: "",
  lot: null,
  expires: null,
  units: null,
  ...more,
});

describe("what lies on the counter", () => {
  it("is one line for packs of one lot, and another for another lot, whose price may be lower", () => {
    let items = add(add([], sku("milk"), 1), sku("milk"), 1);
    items = add(items, sku("milk", { lot: "L1" }), 1);
    expect(items.map((each) => [each.sku.lot, each.quantity])).toEqual([
      [null, 2],
      ["L1", 1],
    ]);
  });

  it("keeps each weighed pack apart: each has a weight of its own", () => {
    const fish = sku("fish", { unit: "gram", weighed: true });
    expect(add(add([], fish, 350), fish, 410).map((each) => each.quantity)).toEqual([350, 410]);
  });

  it("loses a line at nought, and no other", () => {
    const items = add(add([], sku("milk"), 2), sku("bread"), 1);
    expect(set(items, 0, 1).map((each) => each.quantity)).toEqual([1, 1]);
    expect(set(items, 0, 0).map((each) => each.sku.sku_id)).toEqual(["bread"]);
  });

  it("names the lot that was scanned, so that this one is sold", () => {
    const [line] = saleOf(add([], sku("milk", { lot: "L1" }), 3)).lines;
    expect(line).toMatchObject({ sku_id: "milk", quantity: 3, lot_code: "L1", way: "carry_out" });
  });
});
