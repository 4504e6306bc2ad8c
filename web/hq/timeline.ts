/** An order's story as one line of moments: what each was, which kind, and what belongs to it. */
import { computed, type Ref } from "vue";
import { useI18n } from "vue-i18n";

import { money, quantity, running } from "@shared/format";

import type { Story } from "./chain";
import { useFactWords } from "./facts";

export type Kind = "clock" | "goods" | "money" | "bag" | "trip" | "event";
export const KINDS: Kind[] = ["clock", "goods", "money", "bag", "trip", "event"];

export interface Moment {
  key: string;
  at: string;
  kind: Kind;
  title: string;
  more?: string;
  tone?: "leaf" | "amber" | "red" | "sea";
}

/** At the same instant the cause stands before what follows from it. */
const ORDER: Kind[] = ["event", "clock", "trip", "bag", "goods", "money"];

export function useMoments(story: Ref<Story | undefined>): Ref<Moment[]> {
  const { t, te } = useI18n();
  const fact = useFactWords();

  const joined = (...parts: (string | null | undefined | false)[]) => parts.filter(Boolean).join(" · ");
  const way = (name: string) => (name ? t(`shared.way.${name}`) : "");
  /** The word for it; what has none stands as it was written. */
  const known = (path: string, written: string) => {
    const key = path.replaceAll(" ", "_");
    return written && te(key) ? t(key) : written.replaceAll("_", " ");
  };
  const account = (entry: Story["postings"][number]["entries"][number]) =>
    known(`hq.account.${entry.account}`, entry.account_name);

  return computed(() => {
    const told = story.value;
    if (!told) return [];
    const currency = told.order.currency;
    const product = (code: string) => told.products[code]?.name ?? code;
    const much = (units: number, code: string) => {
      const unit = told.products[code]?.unit ?? "each";
      return unit === "each" ? `${units} ×` : quantity(units, unit);
    };
    const moments: Moment[] = [];
    const add = (kind: Kind, at: string | null | undefined, title: string, more = "", tone?: Moment["tone"]) =>
      at && moments.push({ key: `${moments.length}`, at, kind, title, more, tone });

    for (const each of told.clocks) {
      const bad = ["cancelled", "expired", "failed"].includes(each.stage);
      add(
        "clock",
        each.at,
        known(`hq.story.stage.${each.stage}`, each.stage),
        joined(way(each.way), each.reason, each.by),
        bad ? "red" : each.reason ? "amber" : "leaf",
      );
    }
    for (const job of told.work.jobs) {
      add("goods", job.started_at, t("hq.story.jobStarted", { zone: job.zone_name, by: job.picker }));
      add(
        "goods",
        job.finished_at,
        t("hq.story.jobDone", {
          zone: job.zone_name,
          took: job.started_at ? running((Date.parse(job.finished_at!) - Date.parse(job.started_at)) / 1000) : "–",
        }),
      );
      add("goods", job.late_at, t("hq.story.jobLate", { zone: job.zone_name }), "", "red");
    }
    for (const take of told.work.takes) {
      add(
        "goods",
        take.at,
        t("hq.story.took", { much: much(take.quantity, take.sku_id), product: product(take.sku_id) }),
        joined(
          take.swap_of && t("hq.story.insteadOf", { product: product(take.swap_of) }),
          take.lot && t("hq.story.lot", { lot: take.lot }),
          take.bag && t("hq.story.intoBag", { bag: take.bag }),
          take.by,
        ),
        take.swap_of ? "amber" : undefined,
      );
      add("goods", take.undone_at, t("hq.story.untook", { product: product(take.sku_id) }), "", "amber");
    }
    for (const missed of told.work.missed)
      add(
        "goods",
        missed.at,
        t("hq.story.missing", { much: much(missed.quantity, missed.sku_id), product: product(missed.sku_id) }),
        known(`hq.story.missingCause.${missed.cause}`, missed.cause),
        "red",
      );
    for (const part of told.work.parts) {
      const what = joined(known(`hq.story.partKind.${part.kind}`, part.kind), part.note);
      add("bag", part.ready_at, t("hq.story.partReady", { what }), joined(way(part.way), part.part, part.by));
      add("bag", part.arrived_at, t("hq.story.partArrived", { what }), joined(way(part.way), part.part));
    }
    for (const move of told.movements) {
      add(
        "goods",
        move.at,
        t("hq.story.moved", {
          much: much(move.quantity, move.sku_id),
          product: product(move.sku_id),
          from: known(`hq.place.${move.source}`, move.source),
          to: known(`hq.place.${move.target}`, move.target),
        }),
        joined(
          move.lot && t("hq.story.lot", { lot: move.lot }),
          known(`hq.movement.${move.cause}`, move.cause),
          move.by,
        ),
      );
    }
    for (const { at, tags, say, more } of movedTogether(told.work.bags)) {
      add(
        "bag",
        at,
        t(`hq.story.${say}`, { bag: tags.join(", "), n: tags.length }, tags.length),
        joined(...more.map((each) => known(`shared.way.${each}`, each))),
      );
    }
    for (const stop of told.work.stops) {
      add(
        "trip",
        stop.made_at,
        t("hq.story.tripMade", { courier: stop.courier }),
        t("hq.story.doors", { place: stop.place, n: stop.stops }, stop.stops),
      );
      add("trip", stop.picked_up_at, t("hq.story.tripBegan", { courier: stop.courier }));
      add("trip", stop.arrived_at, t("hq.story.atDoor"));
      add(
        "trip",
        stop.ended_at,
        known(`hq.story.stop.${stop.state}`, stop.state),
        joined(
          known(`hq.story.failCause.${stop.cause}`, stop.cause),
          known(`hq.story.proof.${stop.proof}`, stop.proof),
        ),
        stop.state === "failed" ? "red" : stop.state === "delivered" ? "leaf" : undefined,
      );
    }
    for (const paid of told.payments) {
      add(
        "money",
        paid.opened_at,
        t("hq.story.payOpened", {
          tender: paid.tender_name,
          amount: money(paid.amount, paid.currency),
        }),
      );
      add(
        "money",
        paid.captured_at,
        t("hq.story.payCaptured", {
          tender: paid.tender_name,
          amount: money(paid.amount, paid.currency),
        }),
        joined(
          paid.taken_by_name ? t("hq.story.payTaken", { name: paid.taken_by_name }) : "",
          paid.late ? t("hq.story.payLate") : "",
        ),
        "leaf",
      );
    }
    for (const back of told.refunds) {
      add(
        "money",
        back.requested_at,
        t("hq.story.refundAsked", { amount: money(back.amount, back.currency) }),
        joined(known(`hq.story.refundReason.${back.reason}`, back.reason), back.tender_name),
        "amber",
      );
      add(
        "money",
        back.settled_at,
        t("hq.story.refundSettled", { amount: money(back.amount, back.currency) }),
        back.tender_name,
        "leaf",
      );
    }
    for (const posting of told.postings) {
      add(
        "money",
        posting.at,
        t("hq.story.posted", { cause: known(`hq.posting.${posting.cause}`, posting.cause) }),
        posting.entries
          .map((entry) => `${account(entry)} ${entry.amount > 0 ? "+" : "−"}${money(Math.abs(entry.amount), currency)}`)
          .join("  |  "),
      );
    }
    for (const event of told.events) {
      add("event", event.at, fact(event.name), facts(event.data));
    }
    return moments.sort((a, b) => a.at.localeCompare(b.at) || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  });
}

/** What an event carries, as it stands in the log: for those who know the API. */
function facts(data: Record<string, unknown>): string {
  return Object.entries(data)
    .filter(([, value]) => value !== "" && value !== null && typeof value !== "object")
    .map(([name, value]) => `${name} ${String(value).length > 40 ? `${String(value).slice(0, 40)}…` : value}`)
    .join(" · ");
}

type Bag = Story["work"]["bags"][number];

const BAG_STEPS: { say: string; at: (bag: Bag) => string | null; more: (bag: Bag) => string }[] = [
  { say: "bagOpened", at: (bag) => bag.opened_at, more: () => "" },
  { say: "bagOnConveyor", at: (bag) => bag.on_conveyor_at, more: () => "" },
  { say: "bagArrived", at: (bag) => bag.arrived_at, more: (bag) => bag.station },
  { say: "bagPacked", at: (bag) => bag.packed_at, more: (bag) => bag.way },
  { say: "bagGone", at: (bag) => bag.gone_at, more: () => "" },
];

/** Bags that take the same step in the same second are one moment. */
function movedTogether(bags: Bag[]): { at: string; tags: string[]; say: string; more: string[] }[] {
  return BAG_STEPS.flatMap(({ say, at, more }) => {
    const bySecond = new Map<string, { at: string; tags: string[]; say: string; more: string[] }>();
    for (const bag of bags) {
      const when = at(bag);
      if (!when) continue;
      const known = bySecond.get(when.slice(0, 19)) ?? { at: when, tags: [], say, more: [] };
      bySecond.set(when.slice(0, 19), known);
      known.tags.push(bag.tag);
      if (more(bag) && !known.more.includes(more(bag))) known.more.push(more(bag));
    }
    return [...bySecond.values()];
  });
}
