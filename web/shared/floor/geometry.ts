/** Turned rectangles on a floor, in metres: x to the right, y down, turned clockwise. The house judges a plan; this shows at once what it will say. */
export type Point = [number, number];

export interface Box {
  x: number;
  y: number;
  width: number;
  depth: number;
  turn: number;
}

/** Metres that two things may be drawn into one another, as the house allows. */
export const SLACK = 0.005;

function direction(turn: number): Point {
  const quarters = turn / 90;
  if (Number.isInteger(quarters)) return [[1, 0] as Point, [0, 1], [-1, 0], [0, -1]][((quarters % 4) + 4) % 4] as Point;
  return [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
}

/** A place in the box's own axes, counted from its middle, as a point of the floor. */
export function at(box: Box, along: number, out: number): Point {
  const [cos, sin] = direction(box.turn);
  return [box.x + along * cos - out * sin, box.y + along * sin + out * cos];
}

export function corners(box: Box): Point[] {
  const [half, deep] = [box.width / 2, box.depth / 2];
  return [at(box, -half, -deep), at(box, half, -deep), at(box, half, deep), at(box, -half, deep)];
}

/** How deep two boxes stand in one another, by the separating axis theorem; 0 or less when they are apart. */
export function overlap(one: Box, other: Box): number {
  let deepest = Infinity;
  const [mine, theirs] = [corners(one), corners(other)];
  for (const turn of [one.turn, one.turn + 90, other.turn, other.turn + 90]) {
    const [x, y] = direction(turn);
    const a = mine.map(([px, py]) => px * x + py * y);
    const b = theirs.map(([px, py]) => px * x + py * y);
    deepest = Math.min(deepest, Math.min(Math.max(...a), Math.max(...b)) - Math.max(Math.min(...a), Math.min(...b)));
  }
  return deepest;
}

/** Is the point inside the outline? Even-odd rule. */
export function inside(outline: readonly Point[], [x, y]: Point): boolean {
  let within = false;
  outline.forEach(([ax, ay], index) => {
    const [bx, by] = outline[(index + 1) % outline.length]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
  });
  return within;
}

/** The straight frame around points, with some metres more on each side. */
export function frame(points: readonly Point[], margin = 0): { x: number; y: number; width: number; height: number } {
  if (!points.length) return { x: 0, y: 0, width: 10, height: 10 };
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs) - margin, Math.min(...ys) - margin];
  return { x, y, width: Math.max(...xs) + margin - x, height: Math.max(...ys) + margin - y };
}

/** The codes of what stands in something else or off the floor: red before the house has said so. */
export function misplaced(
  outline: readonly Point[],
  fixtures: readonly (Box & { code: string; kind: string })[],
): Set<string> {
  const red = new Set<string>();
  fixtures.forEach((one, index) => {
    const smaller = { ...one, width: one.width - 2 * SLACK, depth: one.depth - 2 * SLACK };
    if (!corners(smaller).every((corner) => inside(outline, corner))) red.add(one.code);
    for (const other of fixtures.slice(index + 1)) {
      if (one.kind === "wall" && other.kind === "wall") continue;
      if (overlap(one, other) > SLACK) red.add(one.code).add(other.code);
    }
  });
  return red;
}

/** A length moved to the nearest tenth of a metre, kept clean of rounding. */
export const snap = (metres: number, step = 0.1): number => Math.round(Math.round(metres / step) * step * 1000) / 1000;

/** The move that lays a straight box against the nearest edge of another or of the floor, if one is within reach. */
export function magnet(box: Box, others: readonly Box[], outline: readonly Point[], reach = 0.12): Point {
  if (box.turn % 90 !== 0) return [0, 0];
  const mine = frame(corners(box));
  const frames = [frame(outline), ...others.filter((each) => each.turn % 90 === 0).map((each) => frame(corners(each)))];
  const nearest = (edges: number[], own: number[]): number => {
    let move = 0;
    let least = reach;
    for (const edge of edges)
      for (const side of own) if (Math.abs(edge - side) < least) [least, move] = [Math.abs(edge - side), edge - side];
    return move;
  };
  return [
    nearest(
      frames.flatMap((each) => [each.x, each.x + each.width]),
      [mine.x, mine.x + mine.width],
    ),
    nearest(
      frames.flatMap((each) => [each.y, each.y + each.height]),
      [mine.y, mine.y + mine.height],
    ),
  ];
}
