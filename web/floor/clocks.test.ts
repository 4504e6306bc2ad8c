import { expect, test } from "vitest";

import en from "../shared/words/en.json";
import ko from "../shared/words/ko.json";
import zh from "../shared/words/zh.json";
import { clockOf } from "./clocks";

const parcel = (state: string) => ({ state, latest_packed: "11:56", due_at: "12:03" });

test("until it is packed a parcel's clock is the packers', afterwards the promise's", () => {
  for (const state of ["waiting", "arrived"]) expect(clockOf(parcel(state))).toEqual({ what: "pack", until: "11:56" });
  for (const state of ["packed", "shelved", "riding", "failed"])
    expect(clockOf(parcel(state))).toEqual({ what: "promise", until: "12:03" });
});

test("each clock says what it counts to, in three languages", () => {
  for (const { shared } of [en, ko, zh]) {
    const words = Object.values(shared.clock);
    expect(new Set(words).size).toBe(3);
    expect(words.every((each) => each.includes("{time}"))).toBe(true);
  }
});
