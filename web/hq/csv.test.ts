import { expect, test } from "vitest";

import { harmless } from "./csv";

test("what a spreadsheet would reckon is kept as words, and nothing is taken away", () => {
  expect(harmless("=1+1")).toBe("'=1+1");
  expect(harmless("＝1+1")).toBe("'＝1+1");
  expect(harmless("a;=cmd")).toBe("a;'=cmd");
  expect(harmless("one\n-two")).toBe("one\n'-two");
  expect(harmless("'=x")).toBe("''=x");
  expect(harmless("-12.5")).toBe("-12.5");
  expect(harmless("plain, =x")).toBe("plain, =x");
});
