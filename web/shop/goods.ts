/** How goods are counted and shown here. Prices and stock are the API's; this is only how much one tap means. */
import type { Schemas } from "@shared/api/client";
import { quantity } from "@shared/format";

export type Product = Schemas["ProductOut"];

const FINE_GRAMS = 100;

interface Counted {
  unit: string;
  /** What one usually weighs of goods that are ordered by the piece and settled by weight. */
  piece_grams: number | null;
}

/** What the finger counts: pieces, also of what is weighed, or grams of loose goods. */
export const unitOf = ({ unit, piece_grams }: Counted): string => (piece_grams ? "each" : unit);

/** What one tap adds: a piece, or some grams of loose goods. */
export const stepOf = (goods: Counted): number => (unitOf(goods) === "each" ? 1 : FINE_GRAMS);

/** How many one may have of so many base units. */
export const mostOf = (left: number, { piece_grams }: Counted): number =>
  piece_grams ? Math.floor(left / piece_grams) : left;

/** So many as the API takes them. */
export const counted = (count: number, { piece_grams }: Counted) =>
  piece_grams ? { pieces: count, quantity: null } : { pieces: null, quantity: count };

/** What a product costs without anything taken off, as a cart's line says it. */
export const listPrice = (product: Product) => product.was ?? product.price;

/** `250 g`, `6 × `: what is in a pack. Nothing for loose goods. */
export function contentOf(product: Product): string {
  return product.content ? quantity(product.content, product.content_unit) : "";
}

const FEW: Record<string, number> = { each: 5, gram: 2_000, millilitre: 2_000 };

/** What is left as the finger counts it: pieces, also of what is weighed. `words` to be read; `few`: so little that one should know. */
export function leftOf(left: number, goods: Counted): { most: number; words: string; few: boolean } {
  const [most, unit] = [mostOf(left, goods), unitOf(goods)];
  return { most, words: quantity(most, unit), few: most > 0 && most <= (FEW[unit] ?? 5) };
}
