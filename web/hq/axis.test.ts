import { describe, expect, test } from "vitest";

import { scaleOf, tickWords, ticksOf, type Measure } from "./axis";

const CURRENCIES = ["CNY", "KRW", "JPY", "EUR", "KWD"];
const LOCALES = ["en-GB", "ko-KR", "zh-CN"];
const MEASURES: Measure[] = [
  { of: "count" },
  { of: "duration" },
  ...CURRENCIES.map((currency) => ({ of: "money", currency }) as const),
];

/** Every figure to a dozen, then two and a half times as much each time, to a sum that no chain takes in a day. */
const TOPS = [...Array(13).keys()];
while (TOPS.at(-1)! < 1e14) TOPS.push(Math.ceil(TOPS.at(-1)! * 2.53));

describe("an axis", () => {
  test("has no two ticks that read the same, whatever it counts and in every language", () => {
    for (const measure of MEASURES)
      for (const top of TOPS)
        for (const locale of LOCALES)
          for (const figures of [[top], [-top], [-top, Math.ceil(top / 3)]]) {
            const scale = scaleOf(measure, figures, 6);
            const words = ticksOf(scale).map(tickWords(measure, scale, locale));
            expect(new Set(words).size, `${JSON.stringify(measure)} ${figures} ${locale}: ${words}`).toBe(words.length);
          }
  });

  test("holds all figures and nought between its ends, in two to six whole and equal steps", () => {
    for (const measure of MEASURES)
      for (const top of TOPS)
        for (const [low, high] of [
          [0, top],
          [-Math.ceil(top / 7), top],
        ]) {
          const scale = scaleOf(measure, [low!, high!], 6);
          const ticks = ticksOf(scale);
          expect(ticks.every(Number.isSafeInteger)).toBe(true);
          expect([ticks[0]! <= low!, ticks.at(-1)! >= high!, ticks.includes(0)]).toEqual([true, true, true]);
          expect(ticks.length).toBeGreaterThanOrEqual(2);
          expect(ticks.length).toBeLessThanOrEqual(8);
          expect(ticks.at(-1)).toBe(scale.max);
        }
  });

  test("of durations goes in steps that a clock has", () => {
    const words = (top: number) => {
      const scale = scaleOf({ of: "duration" }, [top], 5);
      return ticksOf(scale).map(tickWords({ of: "duration" }, scale, "en-GB"));
    };
    expect(words(0)).toEqual(["0:00", "0:15", "0:30", "0:45", "1:00"]);
    expect(words(800)).toEqual(["0:00", "5:00", "10:00", "15:00"]);
    expect(words(70)).toEqual(["0:00", "0:15", "0:30", "0:45", "1:00", "1:15"]);
    expect(words(20_000)).toEqual(["0:00", "2:00:00", "4:00:00", "6:00:00"]);
  });

  test("of money prints what stands there: small change where there is some, the short form where it is shorter", () => {
    const words = (currency: string, top: number, locale = "en-GB") => {
      const scale = scaleOf({ of: "money", currency }, [top], 6);
      return ticksOf(scale).map(tickWords({ of: "money", currency }, scale, locale));
    };
    expect(words("CNY", 290_000)).toEqual(["¥0", "¥500", "¥1,000", "¥1,500", "¥2,000", "¥2,500", "¥3,000"]);
    expect(words("CNY", 270)).toEqual(["¥0.00", "¥0.50", "¥1.00", "¥1.50", "¥2.00", "¥2.50", "¥3.00"]);
    expect(words("KRW", 3)).toEqual(["₩0", "₩1", "₩2", "₩3"]);
    expect(words("KRW", 1_200_000, "ko-KR")).toEqual(["₩0", "₩20만", "₩40만", "₩60만", "₩80만", "₩100만", "₩120만"]);
    expect(words("JPY", 25_000, "zh-CN")).toHaveLength(6);
  });
});
