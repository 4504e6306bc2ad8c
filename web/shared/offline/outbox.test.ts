import "fake-indexeddb/auto";

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { nextTick } from "vue";

import { Server } from "../testing/server";

const PICK = "/api/v1/pick-jobs/1/picks";
const MISS = "/api/v1/pick-jobs/1/misses";
const MINA = { id: "mina", kind: "member" } as never;
const JUN = { id: "jun", kind: "member" } as never;

let server: Server;
let number = 0;

beforeEach(() => {
  vi.resetModules();
  server = Server.install().on("GET", "/api/v1/health", {});
});

afterEach(() => vi.unstubAllGlobals());

/** An outbox as after a reload: the modules anew, the browser's database as it was. */
async function open(name = `test-${++number}`, person = MINA) {
  const [{ openOutbox }, session, problem] = await Promise.all([
    import("./outbox"),
    import("../session"),
    import("../api/problem"),
  ]);
  session.me.value = person;
  const outbox = openOutbox(name);
  await nextTick();
  return { name, outbox, session, Problem: problem.Problem };
}

const settled = (check: () => void) => vi.waitFor(check, { timeout: 3000 });

test("what is sent is answered, with its idempotency key", async () => {
  server.on("POST", PICK, { body: { picked: 2 } });
  const { outbox } = await open();
  const sent = await outbox.send({ path: PICK, body: { quantity: 2 }, label: "Milk", key: "key-1" });
  expect(sent).toEqual({ sent: true, answer: { picked: 2 } });
  expect(server.changes).toEqual([{ method: "POST", path: PICK, key: "key-1", body: { quantity: 2 } }]);
  expect(outbox.waiting.value).toEqual([]);
});

test("what is done without network waits, and is sent once and in order when it is back", async () => {
  server.on("POST", PICK, { body: {} }).on("POST", MISS, { body: {} });
  server.isReachable = false;
  const { outbox } = await open();
  expect(await outbox.send({ path: PICK, label: "Milk", key: "first" })).toEqual({ sent: false });
  expect(await outbox.send({ path: MISS, label: "Eggs", key: "second" })).toEqual({ sent: false });
  expect(outbox.waiting.value.map((each) => each.id)).toEqual(["first", "second"]);
  expect(outbox.isOnline.value).toBe(false);

  server.isReachable = true;
  window.dispatchEvent(new Event("online"));
  await settled(() => expect(outbox.waiting.value).toEqual([]));
  expect(server.changes.map((each) => each.key)).toEqual(["first", "second"]);
  expect(outbox.isOnline.value).toBe(true);
});

test("what was kept outlives the page", async () => {
  server.on("POST", PICK, { body: {} });
  server.isReachable = false;
  const { name, outbox } = await open();
  await outbox.send({ path: PICK, body: { quantity: 1 }, label: "Milk", key: "before-reload" });

  vi.resetModules();
  server = Server.install().on("POST", PICK, { body: {} });
  const again = await open(name);
  await settled(() => expect(server.changes.map((each) => each.key)).toEqual(["before-reload"]));
  await settled(() => expect(again.outbox.waiting.value).toEqual([]));
});

test("a busy server is asked again with the same key, and nothing overtakes", async () => {
  let isBusy = true;
  server.on("POST", PICK, () => (isBusy ? { status: 503, body: { code: "busy" } } : { body: {} }));
  server.on("POST", MISS, { body: {} });
  const { outbox } = await open();
  expect(await outbox.send({ path: PICK, label: "Milk", key: "first" })).toEqual({ sent: false });
  await outbox.send({ path: MISS, label: "Eggs", key: "second" });
  expect(server.changes.map((each) => each.key)).toEqual(["first", "first"]);

  isBusy = false;
  await outbox.replay();
  expect(server.changes.map((each) => each.key)).toEqual(["first", "first", "first", "second"]);
});

test("a refusal is told to whoever waits for it, and leaves nothing behind", async () => {
  server.on("POST", PICK, { status: 409, body: { code: "already_finished", detail: "This job is finished." } });
  const { outbox, Problem } = await open();
  const refused = outbox.send({ path: PICK, label: "Milk" });
  await expect(refused).rejects.toThrow("This job is finished.");
  await expect(refused).rejects.toBeInstanceOf(Problem);
  expect(outbox.waiting.value).toEqual([]);
  expect(outbox.refused.value).toEqual([]);
});

test("a refusal that comes later is put aside with its words, and the rest goes on", async () => {
  server.on("POST", PICK, { status: 409, body: { code: "work_cancelled", detail: "The order was cancelled." } });
  server.on("POST", MISS, { body: {} });
  server.isReachable = false;
  const { outbox } = await open();
  await outbox.send({ path: PICK, label: "Milk", key: "first" });
  await outbox.send({ path: MISS, label: "Eggs", key: "second" });

  server.isReachable = true;
  await outbox.replay();
  expect(outbox.waiting.value).toEqual([]);
  expect(outbox.refused.value).toMatchObject([
    { id: "first", label: "Milk", code: "work_cancelled", words: "The order was cancelled." },
  ]);
  await outbox.settle("first");
  expect(outbox.refused.value).toEqual([]);
});

test("a session that has ended keeps what was done until its person signs in again", async () => {
  let isIn = false;
  server.on("POST", PICK, () => (isIn ? { body: {} } : { status: 401, body: { code: "not_signed_in" } }));
  const { outbox } = await open();
  expect(await outbox.send({ path: PICK, label: "Milk", key: "mine" })).toEqual({ sent: false });
  const { me } = await import("../session");
  expect(me.value).toBeNull();
  isIn = true;
  me.value = MINA;
  await outbox.replay();
  expect(server.changes.map((each) => each.key)).toEqual(["mine", "mine"]);
  expect(outbox.refused.value).toEqual([]);
});

test("nobody sends what somebody else did on the same phone", async () => {
  server.on("POST", PICK, { body: {} });
  server.isReachable = false;
  const { outbox, session } = await open();
  await outbox.send({ path: PICK, label: "Milk", key: "minas" });
  session.me.value = JUN;
  server.isReachable = true;
  await nextTick();
  await outbox.replay();
  expect(server.changes).toEqual([]);
  session.me.value = MINA;
  await settled(() => expect(server.changes.map((each) => each.key)).toEqual(["minas"]));
});

test("an answer is heard once by each listener until it stops listening", async () => {
  server.on("POST", PICK, { body: { picked: 1 } });
  const { outbox } = await open();
  const answers: unknown[] = [];
  const stop = outbox.onAnswer((kept, answer) => answers.push([kept.label, answer]));
  await outbox.send({ path: PICK, label: "Milk" });
  stop();
  await outbox.send({ path: PICK, label: "Eggs" });
  expect(answers).toEqual([["Milk", { picked: 1 }]]);
});
