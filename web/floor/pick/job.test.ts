import type { Kept } from "@shared/offline/outbox";
import { describe, expect, test } from "vitest";

import { asItWillBe, isDone, withAnswer, type Deed, type Job, type Line } from "./job";

const line = (changes: Partial<Line> = {}): Line =>
  ({
    line: "1",
    quantity: 3,
    least: 3,
    picked: 0,
    missing: 0,
    left: 3,
    state: "waiting",
    substitution: "refund",
    ...changes,
  }) as Line;

const job = (...lines: Line[]): Job =>
  ({ id: "job", number: "7", state: "picking", lines, bags: [] }) as unknown as Job;

const kept = (note: Deed, topic = "job"): Kept => ({ id: "k", topic, note }) as Kept;

const after = (start: Line, ...deeds: Deed[]): Line =>
  asItWillBe(
    job(start),
    deeds.map((deed) => kept(deed)),
  ).lines[0]!;

const pick = (quantity: number, isSwap = false): Deed => ({ does: "pick", line: "1", quantity, isSwap });
const miss = (quantity: number): Deed => ({ does: "miss", line: "1", quantity, cause: "not_on_shelf" });

describe("picking", () => {
  test("a line is picked when all of it is", () => {
    expect(after(line(), pick(2))).toMatchObject({ picked: 2, left: 1, state: "waiting" });
    expect(after(line(), pick(2), pick(1))).toMatchObject({ picked: 3, left: 0, state: "picked" });
  });

  test("weighed goods are done within what is allowed", () => {
    const fish = line({ quantity: 500, least: 450, left: 500 });
    expect(after(fish, pick(440))).toMatchObject({ left: 60, state: "waiting" });
    expect(after(fish, pick(460))).toMatchObject({ left: 0, state: "picked" });
  });

  test("another picker's job is left alone", () => {
    expect(asItWillBe(job(line()), [kept(pick(3), "another")]).lines[0]).toEqual(line());
  });
});

describe("missing goods", () => {
  test("part of a line found is a picked line, none of it a short one", () => {
    expect(after(line(), pick(2), miss(1))).toMatchObject({ picked: 2, missing: 1, left: 0, state: "picked" });
    expect(after(line(), miss(3))).toMatchObject({
      missing: 3,
      left: 0,
      state: "short",
      missing_cause: "not_on_shelf",
    });
  });

  test("the shopper's wish decides what comes next", () => {
    expect(after(line({ substitution: "swap" }), miss(3)).state).toBe("swapping");
    expect(after(line({ substitution: "ask" }), miss(3)).state).toBe("asked");
  });

  test("giving up a swap leaves what was found", () => {
    expect(after(line({ substitution: "swap", picked: 1 }), { does: "giveUp", line: "1" }).state).toBe("picked");
    expect(after(line({ substitution: "swap" }), { does: "giveUp", line: "1" }).state).toBe("short");
  });

  test("undo takes back what was picked, not what is missing", () => {
    const start = line({ picked: 2, missing: 1, left: 0, state: "picked" });
    expect(after(start, { does: "undo", line: "1" })).toMatchObject({
      picked: 0,
      missing: 1,
      left: 2,
      state: "waiting",
    });
  });
});

test("a bag is opened once, also when it is scanned twice, and hangs where it was hung", () => {
  const bag: Deed = { does: "bag", tag: "T1", way: "deliver", part: "" };
  const now = asItWillBe(job(line()), [kept(bag), kept(bag), kept({ does: "hang", tag: "T1", entry: "A" })]);
  expect(now.bags).toMatchObject([{ tag: "T1", state: "on_conveyor", entry: "A" }]);
});

test("the server's answer replaces the guess", () => {
  const answered = withAnswer(job(line(), line({ line: "2" })), kept(pick(3)), line({ picked: 2, left: 1 }));
  expect(answered.lines.map((each) => each.picked)).toEqual([2, 0]);
});

test("nothing is left to do on picked, short and cancelled lines", () => {
  expect(
    ["picked", "short", "cancelled", "waiting", "asked"].map((state) => isDone(line({ state } as Partial<Line>))),
  ).toEqual([true, true, true, false, false]);
});
