import type { Schemas } from "@shared/api/client";
import { count, quantity } from "@shared/format";

/** A product in the hands of the stock's people, with what its code said about this very pack. */
export interface Sku {
  sku_id: string;
  name: string;
  picture: string;
  unit: string;
  weighed: boolean;
  shelf: string;
  lot: string | null;
  expires: string | null;
  units: number | null;
}

export const amount = (units: number, unit: string): string => (unit === "each" ? count(units) : quantity(units, unit));

export function fromProduct(product: Schemas["ProductOut"]): Sku {
  const { sku_id, name, picture, unit, weighed, place } = product;
  return { sku_id, name, picture, unit, weighed, shelf: place?.shelf ?? "", lot: null, expires: null, units: null };
}

export function fromScan(scan: Schemas["ScanOut"]): Sku | null {
  if (!scan.product) return null;
  return {
    ...fromProduct(scan.product),
    lot: scan.lot?.code ?? null,
    expires: scan.lot?.last_day ?? null,
    units: scan.grams ?? scan.quantity,
  };
}

/** Why this very pack must not leave the store, in words; "" where nothing speaks against it. */
export const spoiled = (scan: Schemas["ScanOut"]): string =>
  scan.reasons.find(({ code }) => code === "expired_lot" || code === "blocked_lot")?.text ?? "";
