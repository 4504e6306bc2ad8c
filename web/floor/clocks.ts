/** An order has several clocks; whoever shows one says which. Pure. */

/** The time by which it is to be picked, to be packed, or with the shopper; their words are `shared.clock.*`. */
export type Counted = "pick" | "pack" | "promise";

export interface Running {
  what: Counted;
  until: string;
}

/** The clock that runs for a parcel: packers have their own until it is packed, then the promise counts. */
export const clockOf = (parcel: { state: string; latest_packed: string; due_at: string }): Running =>
  parcel.state === "waiting" || parcel.state === "arrived"
    ? { what: "pack", until: parcel.latest_packed }
    : { what: "promise", until: parcel.due_at };
