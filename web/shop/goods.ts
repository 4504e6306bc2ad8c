/** How goods are counted and shown here. Prices and stock are the API's; this is only how much one tap means. */
import type { Schemas } from "@shared/api/client";
import { quantity } from "@shared/format";

export type Product = Schemas["ProductOut"];

const FINE_GRAMS = 100;
const SMALLEST_PIECE_GRAMS = 50;

interface Counted {
  unit: string;
  typical_grams?: number | null;
}

/** What one tap adds: a piece; of weighed goods, about one piece as they usually are. */
export function stepOf({ unit, typical_grams }: Counted): number {
  if (unit === "each") return 1;
  return unit === "gram" && typical_grams && typical_grams >= SMALLEST_PIECE_GRAMS ? typical_grams : FINE_GRAMS;
}

/** `250 g`, `6 × `: what is in a pack. Nothing for loose goods. */
export function contentOf(product: Product): string {
  return product.content ? quantity(product.content, product.content_unit) : "";
}

const FEW: Record<string, number> = { each: 5, gram: 2_000, millilitre: 2_000 };

/** So little that one should know. */
export const isScarce = (left: number, unit: string) => left > 0 && left <= (FEW[unit] ?? 5);
