import { expect, test } from "vitest";

import { read, said } from "./hours";

test("hours are read as people write them, and written as they are read", () => {
  expect(read("7:00-22:00")).toEqual([["07:00", "22:00"]]);
  expect(read("07:00–14:00，17:00～24:00")).toEqual([
    ["07:00", "14:00"],
    ["17:00", "24:00"],
  ]);
  expect(read("  ")).toEqual([]);
  expect(
    read(
      said([
        ["07:00", "14:00"],
        ["17:00", "02:00"],
      ]),
    ),
  ).toEqual([
    ["07:00", "14:00"],
    ["17:00", "02:00"],
  ]);
});

test("what is no time of day is not taken for one", () => {
  for (const line of ["seven", "7-22", "07:00", "07:00–", "07:00–22:00 and later"]) expect(read(line)).toBeNull();
});
