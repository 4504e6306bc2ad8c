import { expect, test } from "vitest";
import { reactive } from "vue";

import { asCarriers, asLines, blank, filled, places, said, type Sheet, type SheetField } from "./sheet";

const field = (name: string, more: Partial<SheetField> = {}): SheetField => ({
  name,
  kind: "line",
  label: name,
  group: "what",
  group_label: "What it is",
  standard: "",
  languages: [],
  needed: false,
  fixed: false,
  upper: false,
  beside: "",
  least: null,
  most: null,
  longest: null,
  pattern: null,
  choices: [],
  columns: [name],
  ...more,
});

const FIELDS = [
  field("names", { kind: "names", languages: ["en", "ko"] }),
  field("origin", { upper: true }),
  field("age_limit", { kind: "number" }),
  field("category", { kind: "category" }),
  field("allergens", { kind: "choices", group: "inside" }),
  field("nutrition", {
    kind: "nutrients",
    group: "inside",
    choices: [
      { code: "energy_kcal", label: "Energy (kcal)" },
      { code: "fat", label: "Fat (g)" },
    ],
  }),
  field("temperature", { kind: "choice", standard: "ambient", group: "sold" }),
  field("active", { kind: "flag", standard: "1", beside: "weighed", group: "sold" }),
  field("weighed", { kind: "flag", standard: "0", group: "sold" }),
];

test("a new sheet begins with what is usual", () => {
  expect(blank(FIELDS)).toEqual({
    names: { en: "", ko: "" },
    origin: "",
    age_limit: "",
    category: "",
    allergens: [],
    nutrition: { energy_kcal: "", fat: "" },
    temperature: "ambient",
    active: true,
    weighed: false,
  });
});

test("what is said is what the API takes: numbers as numbers, nothing as null, capitals as capitals", () => {
  const form = { ...blank(FIELDS), names: { en: "Milk", ko: "" }, origin: "kr", age_limit: "19" };
  expect(said(FIELDS, form)).toMatchObject({
    names: { en: "Milk", ko: "" },
    origin: "KR",
    age_limit: 19,
    category: null,
    active: true,
  });
  expect(said(FIELDS, blank(FIELDS))).toMatchObject({ age_limit: null });
});

test("a sheet that is filled in and sent again says the same, and does not share its lists", () => {
  const sheet = {
    names: { en: "Milk", ko: "우유" },
    origin: "CN",
    age_limit: null,
    category: "dairy",
    allergens: ["milk"],
    nutrition: { energy_kcal: 64, fat: 3600 },
    temperature: "chilled",
    active: false,
    weighed: false,
  };
  const form = filled(FIELDS, reactive(sheet) as unknown as Sheet);
  (form.allergens as string[]).push("nuts");
  expect(sheet.allergens).toEqual(["milk"]);
  expect(said(FIELDS, filled(FIELDS, sheet as unknown as Sheet))).toEqual(sheet);
});

test("what is in 100 g is typed as a pack has it, and kept in milligrams", () => {
  const sheet = { nutrition: { energy_kcal: 64, fat: 3605 } } as unknown as Sheet;
  const form = filled(FIELDS, sheet);
  expect(form.nutrition).toEqual({ energy_kcal: "64", fat: "3.605" });
  expect(said(FIELDS, { ...form, nutrition: { energy_kcal: "", fat: "1.1" } })).toMatchObject({
    nutrition: { fat: 1100 },
  });
});

test("fields that share a place are drawn together, groups in the order of the list", () => {
  const drawn = places(FIELDS).map((group) => [group.code, group.places.map((each) => each.map((one) => one.name))]);
  expect(drawn).toEqual([
    ["what", [["names"], ["origin"], ["age_limit"], ["category"]]],
    ["inside", [["allergens"], ["nutrition"]]],
    ["sold", [["temperature"], ["weighed", "active"]]],
  ]);
});

test("numbers on packs and on cases are written one a line", () => {
  const carriers = [
    { gtin: "9520100021008", quantity: 1 },
    { gtin: "19520100021005", quantity: 12 },
  ];
  expect(asLines(carriers)).toBe("9520100021008\n19520100021005 × 12");
  expect(asCarriers(" 9520100021008 \n\n19520100021005x12")).toEqual(carriers);
});
