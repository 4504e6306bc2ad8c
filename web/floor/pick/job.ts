/**
 * A pick job as the picker sees it: what the house last said, and on top of it what the picker did since.
 * The house decides; this is only how the job will look when it agrees.
 */
import type { Schemas } from "@shared/api/client";
import type { Kept } from "@shared/offline/outbox";

export type Job = Schemas["PickJobView"];
export type Line = Schemas["PickLineView"];
export type Bag = Schemas["TaggedBag"];

/** Does this bag leave in the same parcel as the line? */
export const isFor = (bag: Bag, line: Line): boolean => bag.way === line.way && bag.part === line.part;
export type Cause = "not_on_shelf" | "damaged" | "expired" | "recalled" | "other";

/** What one intent changes; it travels with the intent in the outbox. */
export type Deed =
  | { does: "pick"; line: string | null; quantity: number; pieces?: number; isSwap: boolean }
  | { does: "miss"; line: string; quantity: number; cause: Cause }
  | { does: "giveUp"; line: string }
  | { does: "undo"; line: string | null }
  | { does: "bag"; tag: string; way: string; part: string }
  | { does: "finish" }
  | { does: "hang"; tag: string; entry: string };

export const isDone = (line: Line): boolean =>
  line.state === "picked" || line.state === "short" || line.state === "cancelled";

/** The job as it will be when all that waits for it has been agreed to. */
export function asItWillBe(job: Job, waiting: Kept[]): Job {
  return waiting.filter((kept) => kept.topic === job.id).reduce((now, kept) => after(now, kept.note as Deed), job);
}

/** The job with the house's answer to one intent in it. */
export function withAnswer(job: Job, kept: Kept, answer: unknown): Job {
  const deed = kept.note as Deed;
  if (deed.does === "finish") return answer as Job;
  if (deed.does === "bag" || deed.does === "hang") return withBag(job, answer as Bag);
  const line = answer as Line;
  return { ...job, lines: job.lines.map((each) => (each.line === line.line ? line : each)) };
}

function after(job: Job, deed: Deed): Job {
  switch (deed.does) {
    case "pick":
      return change(job, deed.line, (line) =>
        deed.isSwap ? { ...line, state: "picked" } : picked(line, deed.quantity, deed.pieces),
      );
    case "miss":
      return change(job, deed.line, (line) => missed(line, deed.quantity, deed.cause));
    case "giveUp":
      return change(job, deed.line, (line) => ({ ...line, state: line.picked ? "picked" : "short" }));
    case "undo":
      return change(job, deed.line, (line) => ({
        ...line,
        picked: 0,
        piece: line.piece && { ...line.piece, picked: 0, left: line.piece.ordered - line.piece.missing },
        left: line.quantity - line.missing,
        state: line.missing === line.quantity ? "swapping" : "waiting",
      }));
    case "bag":
      return withBag(job, {
        tag: deed.tag,
        way: deed.way,
        part: deed.part ?? "",
        number: job.number,
        state: "filling",
        entry: "",
        station: "",
        job_id: job.id,
        parcel_id: "",
      });
    case "hang":
      return {
        ...job,
        bags: job.bags.map((bag) => (bag.tag === deed.tag ? { ...bag, state: "on_conveyor", entry: deed.entry } : bag)),
      };
    case "finish":
      return { ...job, state: "done" };
  }
}

function change(job: Job, name: string | null, how: (line: Line) => Line): Job {
  return { ...job, lines: job.lines.map((line) => (line.line === name ? how(line) : line)) };
}

function picked(line: Line, quantity: number, pieces?: number): Line {
  const total = line.picked + quantity;
  if (line.piece) {
    const so = Math.min(pieces ?? likelyPieces(line, quantity), line.piece.left);
    const piece = { ...line.piece, picked: line.piece.picked + so, left: line.piece.left - so };
    return { ...line, picked: total, piece, left: piece.left * piece.grams, state: piece.left ? line.state : "picked" };
  }
  const left = total >= line.least ? 0 : line.quantity - line.missing - total;
  return { ...line, picked: total, left, state: left ? line.state : "picked" };
}

function missed(line: Line, quantity: number, cause: Cause): Line {
  const missing = line.missing + quantity;
  const left = Math.max(line.left - quantity, 0);
  const gone = line.piece ? Math.ceil(quantity / line.piece.grams) : 0;
  const piece = line.piece && { ...line.piece, missing: line.piece.missing + gone, left: line.piece.left - gone };
  const settled = line.picked ? "picked" : "short";
  const state = { swap: "swapping", ask: "asked" }[line.substitution] ?? (left ? line.state : settled);
  return { ...line, missing, left, piece, missing_cause: cause, state };
}

/** How many pieces so many grams most likely are. */
export const likelyPieces = (line: Line, grams: number): number =>
  line.piece ? Math.min(Math.max(Math.round(grams / line.piece.grams), 1), Math.max(line.piece.left, 1)) : 1;

function withBag(job: Job, bag: Bag): Job {
  return { ...job, bags: [...job.bags.filter((each) => each.tag !== bag.tag), bag] };
}
