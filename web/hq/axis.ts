/** The scale of a chart: round places, each printed as it is and not rounded, so that no two of them read the same. Pure. */
import { digitsOf, running } from "@shared/format";

/** What a scale counts. Money is in minor units of its currency, a duration in seconds; all are whole. */
export type Measure = { of: "count" } | { of: "money"; currency: string } | { of: "duration" };

/** As charts want it: where it begins and ends, and how far it is from one tick to the next. */
export interface Scale {
  min: number;
  max: number;
  interval: number;
}

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];
const DURATIONS = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((each) => each * MINUTE),
  ...[1, 2, 3, 6, 12].map((each) => each * HOUR),
];

/** The scale of these figures: it holds nought, and has at most `most` steps (at least two). */
export function scaleOf(measure: Measure, figures: number[], most: number): Scale {
  const lowest = Math.min(0, ...figures);
  const highest = Math.max(0, ...figures);
  const top = lowest === highest ? lowest + whole(measure) : highest;
  for (const interval of steps(measure)) {
    const [first, last] = [Math.floor(lowest / interval), Math.ceil(top / interval)];
    if (last - first <= most) return { min: first * interval, max: last * interval, interval };
  }
  throw new RangeError("no scale is as long as this");
}

export function ticksOf({ min, max, interval }: Scale): number[] {
  return Array.from({ length: Math.round((max - min) / interval) + 1 }, (_, index) => min + index * interval);
}

/** How the ticks of a scale are printed, all in one way: with small change where one of them has any, and large ones short (`₩120만`). */
export function tickWords(measure: Measure, scale: Scale, locale: string): (value: number) => string {
  if (measure.of === "duration") return running;
  const ticks = ticksOf(scale);
  const plain = printed(measure, ticks, locale, "standard");
  if (Math.max(...ticks.map(Math.abs)) < LARGE * whole(measure)) return plain;
  const short = printed(measure, ticks, locale, "compact");
  const longest = (say: typeof plain) => Math.max(...ticks.map((tick) => say(tick).length));
  return longest(short) < longest(plain) ? short : plain;
}

const LARGE = 10_000;
/** More digits than any whole figure has: a short form keeps them all. */
const EVERY_DIGIT = 15;

function printed(
  measure: Exclude<Measure, { of: "duration" }>,
  ticks: number[],
  locale: string,
  notation: "standard" | "compact",
): (value: number) => string {
  const unit = whole(measure);
  const hasChange = ticks.some((tick) => tick % unit !== 0);
  const cents = hasChange && measure.of === "money" ? digitsOf(measure.currency) : 0;
  const format = new Intl.NumberFormat(locale, {
    ...(measure.of === "money" && {
      style: "currency" as const,
      currency: measure.currency,
      currencyDisplay: "narrowSymbol" as const,
    }),
    notation,
    minimumFractionDigits: notation === "standard" ? cents : 0,
    maximumFractionDigits: notation === "standard" ? cents : EVERY_DIGIT,
  });
  return (value) => format.format(value / unit);
}

/** One of what people count: a yuan, a piece, a minute. */
function whole(measure: Measure): number {
  if (measure.of === "money") return 10 ** digitsOf(measure.currency);
  return measure.of === "count" ? 1 : MINUTE;
}

/** Round steps, the shortest first. */
function* steps(measure: Measure): Generator<number> {
  if (measure.of === "duration") yield* DURATIONS;
  const unit = measure.of === "duration" ? DAY : 1;
  for (let power = unit; power < Number.MAX_SAFE_INTEGER / 10; power *= 10)
    for (const each of [1, 2, 5]) yield each * power;
}
