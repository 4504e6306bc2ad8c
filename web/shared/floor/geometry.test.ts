import { describe, expect, it } from "vitest";

import { corners, magnet, misplaced, overlap, snap, type Point } from "./geometry";

const ROOM: Point[] = [
  [0, 0],
  [8, 0],
  [8, 6],
  [0, 6],
];
const box = (x: number, y: number, turn = 0) => ({ x, y, width: 2, depth: 1, turn });

describe("what stands on a floor", () => {
  it("overlaps only when it is deeper than a touch", () => {
    expect(overlap(box(2, 2), box(4, 2))).toBe(0);
    expect(overlap(box(2, 2), box(3.5, 2))).toBeCloseTo(0.5);
    expect(overlap(box(2, 2), box(3.6, 2, 90))).toBeLessThan(0);
    expect(overlap(box(2, 2, 45), box(3.2, 2))).toBeGreaterThan(0);
  });

  it("turns clockwise about its middle", () => {
    expect(corners(box(2, 2, 90))).toEqual([
      [2.5, 1],
      [2.5, 3],
      [1.5, 3],
      [1.5, 1],
    ]);
  });

  it("is red off the floor and in another, and walls may meet", () => {
    const named = (code: string, kind: string, x: number, y: number) => ({ ...box(x, y), code, kind });
    expect(misplaced(ROOM, [named("A", "gondola", 1, 0.5), named("B", "fridge", 0.9, 3)])).toEqual(new Set(["B"]));
    expect(misplaced(ROOM, [named("A", "gondola", 2, 2), named("B", "fridge", 3, 2.2)])).toEqual(new Set(["A", "B"]));
    expect(misplaced(ROOM, [named("A", "wall", 2, 2), named("B", "wall", 3, 2.2)]).size).toBe(0);
  });

  it("lies down against what is near", () => {
    expect(magnet(box(2, 0.55), [], ROOM)[1]).toBeCloseTo(-0.05);
    expect(magnet(box(4.08, 3), [box(2, 3)], ROOM)[0]).toBeCloseTo(-0.08);
    expect(magnet(box(4.5, 3), [], ROOM)).toEqual([0, 0]);
    expect(snap(1.2499)).toBe(1.2);
  });
});
