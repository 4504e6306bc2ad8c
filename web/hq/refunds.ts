/** How a refund stands, for whoever looks after it. */
import type { Schemas } from "@shared/api/client";

import type { Tone } from "./chain";

type Refund = Schemas["RefundView"];
export type RefundStanding = "failed" | "pending" | "settled" | "by_hand";

/** One that a person hands out waits for that person; any other that is pending goes by itself. */
export const standingOf = (refund: Refund): RefundStanding =>
  refund.by_hand && refund.state === "pending" ? "by_hand" : (refund.state as "failed" | "pending" | "settled");

export const REFUND_TONES: Record<RefundStanding, Tone> = {
  failed: "red",
  pending: "sea",
  settled: "leaf",
  by_hand: "amber",
};
