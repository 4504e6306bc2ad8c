import { expect, test } from "vitest";

import { plain } from "./letters";

test.each([
  ["full width", "９５２０１００００００７２"],
  ["Arabic-Indic", "٩٥٢٠١٠٠٠٠٠٠٧٢"],
  ["Persian", "۹۵۲۰۱۰۰۰۰۰۰۷۲"],
  ["Devanagari", "९५२०१००००००७२"],
  ["Bengali", "৯৫২০১০০০০০০৭২"],
  ["Thai", "๙๕๒๐๑๐๐๐๐๐๐๗๒"],
  ["Khmer", "៩៥២០១០០០០០០៧២"],
  ["mathematical", "𝟗𝟓𝟐𝟎𝟏𝟎𝟎𝟎𝟎𝟎𝟎𝟕𝟐"],
  ["with what nobody sees", "\ufeff9520\u200b100000072\u202c"],
])("digits in %s are digits", (_, typed) => expect(plain(typed)).toBe("9520100000072"));

test("full-width letters and signs are plain, other letters stay", () =>
  expect(plain("　（０１）ＡＢ　가Ж ")).toBe("(01)AB 가Ж"));

test("Unicode keeps the ten digits of a script together, so that each has its worth from its place", () => {
  let run = 0;
  for (let at = 0; at <= 0x1ffff; at += 1) {
    if (at >= 0xd800 && at <= 0xdfff) continue;
    if (/\p{Nd}/u.test(String.fromCodePoint(at))) run += 1;
    else {
      expect(run % 10).toBe(0);
      run = 0;
    }
  }
});
