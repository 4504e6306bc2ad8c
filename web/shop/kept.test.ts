import "fake-indexeddb/auto";
import type { PersistedClient } from "@tanstack/query-persist-client-core";
import { QueryClient } from "@tanstack/vue-query";
import { beforeEach, expect, test, vi } from "vitest";

import { bounded, forgetKept, keepReadings, MOST_AGE_MILLISECONDS, MOST_CHARACTERS, MOST_READINGS } from "./kept";

const ORDER = ["order", "o1", "view", "en"];
const EXIT = ["order", "o1", "exit"];

let stops: (() => void)[] = [];
beforeEach(async () => {
  for (const stop of stops) stop();
  stops = [];
  await forgetKept();
});

/** A visit of the shop, with what earlier visits of this person have left. */
async function visit(name: string): Promise<QueryClient> {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const [stop, isBack] = keepReadings(queries, () => name);
  stops.push(stop);
  await isBack;
  return queries;
}

async function leave(queries: QueryClient): Promise<void> {
  await new Promise((written) => setTimeout(written, 1_100)); // it is written once a second at most
  stops.pop()?.();
  queries.clear();
}

test("an order and its codes are there again, as they were read, also when the last reading failed", async () => {
  const first = await visit("mina");
  first.setQueryData(ORDER, { number: "A-0001", codes: { pick_up: "481516" } });
  first.setQueryData(EXIT, { code: "NR1.AAAA.BBBB" });
  const readAt = first.getQueryState(ORDER)!.dataUpdatedAt;
  await first
    .fetchQuery({ queryKey: ORDER, queryFn: () => Promise.reject(new Error("no network")) })
    .catch(() => undefined);
  await leave(first);

  const next = await visit("mina");
  expect(next.getQueryData(ORDER)).toMatchObject({ codes: { pick_up: "481516" } });
  expect(next.getQueryData(EXIT)).toEqual({ code: "NR1.AAAA.BBBB" });
  expect(next.getQueryState(ORDER)).toMatchObject({ status: "success", error: null, dataUpdatedAt: readAt });
});

test("only what is needed without network is kept", async () => {
  const first = await visit("mina");
  first.setQueryData(["cart", "c1", "en"], { lines: [] });
  for (const key of [["addresses", "mina"], ["consents"], ["product", "x"], ["order", "o1", "questions", "en"]])
    first.setQueryData(key, { some: "thing" });
  await leave(first);
  const next = await visit("mina");
  expect(
    next
      .getQueryCache()
      .getAll()
      .map((each) => each.queryKey[0]),
  ).toEqual(["cart"]);
});

test("nobody reads what was kept for somebody else, and nothing is left once it is let go of", async () => {
  const first = await visit("mina");
  first.setQueryData(ORDER, { number: "A-0001" });
  await leave(first);
  expect((await visit("jun")).getQueryData(ORDER)).toBeUndefined();
  expect((await visit("mina")).getQueryData(ORDER)).toBeDefined();
  await forgetKept();
  expect((await visit("mina")).getQueryData(ORDER)).toBeUndefined();
});

test("a browser that keeps nothing shops as well", async () => {
  vi.spyOn(indexedDB, "open").mockImplementation(() => {
    throw new Error("a private window");
  });
  vi.resetModules();
  const { keepReadings: keepAnew } = await import("./kept");
  const [stop, isBack] = keepAnew(new QueryClient(), () => "mina");
  await expect(isBack).resolves.toBeUndefined();
  stop();
});

function readings(ages: number[], characters = 10): PersistedClient {
  const queries = ages.map((age, index) => ({
    queryKey: ["order", index],
    queryHash: String(index),
    state: { data: "x".repeat(characters), dataUpdatedAt: Date.now() - age, status: "error" },
  }));
  return { timestamp: Date.now(), buster: "", clientState: { queries, mutations: [] } } as unknown as PersistedClient;
}

test("what is kept has a bound in number, size and age, and the newest stays", () => {
  const many = bounded(readings(Array.from({ length: MOST_READINGS + 5 }, (_, index) => index * 1_000))).clientState;
  expect(many.queries).toHaveLength(MOST_READINGS);
  expect(many.queries[0]!.queryKey).toEqual(["order", 0]);
  const large = bounded(readings([0, 1_000, 2_000], MOST_CHARACTERS / 2 - 10)).clientState.queries;
  expect(large.map((each) => each.queryKey[1])).toEqual([0, 1]);
  const old = bounded(readings([0, MOST_AGE_MILLISECONDS + 1])).clientState.queries;
  expect(old.map((each) => each.queryKey[1])).toEqual([0]);
});
