/** A product as its form holds it, and as the house takes it. */
import type { Schemas } from "@shared/api/client";

export type Draft = Schemas["SkuIn"];

export function draftOf(sheet: Schemas["SheetOut"]): Draft {
  return {
    names: { ...sheet.names },
    descriptions: { ...sheet.descriptions },
    brand: sheet.brand,
    category: sheet.category,
    origin: sheet.origin,
    ingredients: sheet.ingredients,
    allergens: sheet.allergens as Draft["allergens"],
    age_limit: sheet.age_limit,
    picture: sheet.picture,
    unit: sheet.unit,
    content: sheet.content,
    content_unit: sheet.content_unit as Draft["content_unit"],
    weighed: sheet.weighed,
    plu: sheet.plu,
    typical_grams: sheet.typical_grams,
    temperature: sheet.temperature as Draft["temperature"],
    shelf_life_days: sheet.shelf_life_days,
    active: sheet.active,
    gtins: sheet.gtins.map(({ gtin, quantity }) => ({ gtin, quantity })),
  };
}

export const emptyDraft = (): Draft => ({
  names: { en: "", ko: "", zh: "" },
  brand: "",
  category: null,
  origin: "CN",
  ingredients: "",
  allergens: [],
  age_limit: null,
  picture: "",
  unit: "each",
  content: null,
  content_unit: "",
  weighed: false,
  plu: null,
  typical_grams: null,
  temperature: "ambient",
  shelf_life_days: null,
  active: true,
  gtins: [],
});
