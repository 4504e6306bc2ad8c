/** What lies on the counter: lines of a sale that is not rung up yet. No price is made here. */
import type { Schemas } from "@shared/api/client";

import type { Sku } from "../stock/sku";

export interface Item {
  sku: Sku;
  /** Base units: pieces, grams. */
  quantity: number;
}

const isSame = (one: Sku, other: Sku) => one.sku_id === other.sku_id && (one.lot ?? "") === (other.lot ?? "");

/** One more pack of it: on the line of the same goods and lot; what is weighed is a line of its own each time. */
export function add(items: Item[], sku: Sku, quantity: number): Item[] {
  const at = sku.weighed ? -1 : items.findIndex((each) => isSame(each.sku, sku));
  if (at < 0) return [...items, { sku, quantity }];
  return items.map((each, index) => (index === at ? { ...each, quantity: each.quantity + quantity } : each));
}

/** So many of a line; none takes it away. */
export function set(items: Item[], at: number, quantity: number): Item[] {
  return items.flatMap((each, index) => (index !== at ? [each] : quantity > 0 ? [{ ...each, quantity }] : []));
}

export const saleOf = (items: Item[]): Schemas["SaleIn"] => ({
  pays: "before",
  lines: items.map((each) => ({
    sku_id: each.sku.sku_id,
    quantity: each.quantity,
    way: "carry_out",
    part: "",
    lot_code: each.sku.lot ?? "",
  })),
});
