/** A product's sheet as a form: its fields come from the API, its values are kept by the names of the fields. */
import type { Schemas } from "@shared/api/client";

export type SheetField = Schemas["FieldOut"];
export type Sheet = Schemas["SheetOut"];
export type Value = string | boolean | string[] | Record<string, string>;
export type Form = Record<string, Value>;

/** What a field holds before anybody says anything. */
function standard(field: SheetField): Value {
  if (field.languages.length) return Object.fromEntries(field.languages.map((language) => [language, ""]));
  if (field.kind === "nutrients") return Object.fromEntries(field.choices.map((each) => [each.code, ""]));
  if (field.kind === "flag") return field.standard === "1";
  return field.kind === "choices" ? [] : field.standard;
}

export function blank(fields: SheetField[]): Form {
  return Object.fromEntries(fields.map((field) => [field.name, standard(field)]));
}

/** The sheet's values as inputs hold them: text where there are numbers, nothing as "". */
export function filled(fields: SheetField[], sheet: Sheet): Form {
  const said = sheet as unknown as Record<string, unknown>;
  return Object.fromEntries(fields.map((field) => [field.name, asInput(field, said[field.name])]));
}

function asInput(field: SheetField, value: unknown): Value {
  if (value === null || value === undefined) return standard(field);
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return [...(value as string[])];
  if (field.kind === "nutrients") return { ...(standard(field) as object), ...asOnThePack(value as object) };
  return typeof value === "object" ? { ...(value as Record<string, string>) } : (value as string | boolean);
}

/** What the API takes, beside the numbers printed on the product. */
export function said(fields: SheetField[], form: Form): Omit<Schemas["SkuIn"], "gtins"> {
  const body = Object.fromEntries(fields.map((field) => [field.name, asSaid(field, form[field.name]!)]));
  return body as unknown as Omit<Schemas["SkuIn"], "gtins">;
}

function asSaid(field: SheetField, value: Value): unknown {
  if (field.kind === "number") return value === "" ? null : Number(value);
  if (field.kind === "category") return value || null;
  if (field.kind === "nutrients") return asKept(value as Record<string, string>);
  return field.upper ? String(value).toUpperCase() : value;
}

/** A pack states grams and kilocalories; the catalogue keeps whole milligrams and kilocalories. */
const MILLIGRAMS = 1000;
const isEnergy = (nutrient: string) => nutrient === "energy_kcal";

const asOnThePack = (kept: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(kept as Record<string, number>).map(([nutrient, amount]) => [
      nutrient,
      String(isEnergy(nutrient) ? amount : amount / MILLIGRAMS),
    ]),
  );

const asKept = (typed: Record<string, string>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(typed)
      .filter(([, amount]) => String(amount).trim())
      .map(([nutrient, amount]) => [nutrient, Math.round(Number(amount) * (isEnergy(nutrient) ? 1 : MILLIGRAMS))]),
  );

/** The fields in groups, each with those that share its place. */
export function places(fields: SheetField[]): { code: string; label: string; places: SheetField[][] }[] {
  const groups = new Map<string, { code: string; label: string; places: SheetField[][] }>();
  for (const field of fields.filter((each) => !each.beside)) {
    const group = groups.get(field.group) ?? { code: field.group, label: field.group_label, places: [] };
    group.places.push([field, ...fields.filter((each) => each.beside === field.name)]);
    groups.set(field.group, group);
  }
  return [...groups.values()];
}

type Carrier = { gtin: string; quantity: number };

/** `9520100021008` or, for a case, `19520100021005 × 12`; one a line. */
export const asLines = (carriers: Carrier[]): string =>
  carriers.map((each) => (each.quantity === 1 ? each.gtin : `${each.gtin} × ${each.quantity}`)).join("\n");

export function asCarriers(lines: string): Carrier[] {
  const written = lines.split("\n").map((line) => line.trim());
  return written.filter(Boolean).map((line) => {
    const [gtin, many] = line.split(/\s*[×x*]\s*/);
    return { gtin: gtin!, quantity: Number(many ?? 1) };
  });
}
