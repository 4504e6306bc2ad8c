/** A plan being drawn: every change is a step that can be taken back, also past the last save, version by version. */
import { computed, ref, shallowRef } from "vue";

import { api, body, once, type Schemas } from "@shared/api/client";
import { frame, misplaced, type Point } from "@shared/floor/geometry";

export type Plan = Omit<Schemas["Plan"], "outline"> & { outline: number[][] };
export type Fixture = Schemas["FixturePlaced"];
export type Shelf = Schemas["ShelfPlaced"];
export type Kind = Schemas["FixtureKindOut"];
export type Layout = Pick<Plan, "outline" | "fixtures" | "shelves">;

const MOST_STEPS = 200;

export function useDraft(storeId: () => string) {
  const base = shallowRef<Plan | null>(null);
  const layout = shallowRef<Layout>({ outline: [], fixtures: [], shelves: [] });
  const past = shallowRef<Layout[]>([]);
  const future = shallowRef<Layout[]>([]);
  const shownVersion = ref(0);
  const chosen = ref<string | null>(null);

  const fixture = computed(() => layout.value.fixtures.find((each) => each.code === chosen.value) ?? null);
  const isChanged = computed(() => base.value !== null && !same(layout.value, layoutOf(base.value)));
  const red = computed(() => misplaced(layout.value.outline as Point[], layout.value.fixtures));
  const loose = computed(() => {
    const placed = new Set(layout.value.shelves.map((each) => each.code));
    const known = [...(base.value?.loose ?? []), ...(base.value?.shelves ?? [])];
    return known.filter((each) => !placed.has(each.code)).map(({ code, zone }) => ({ code, zone }));
  });
  const canUndo = computed(() => past.value.length > 0 || shownVersion.value > 1);

  /** Begin with a plan as the house has it. `keeps`: the steps before it may still be taken back. */
  function begin(plan: Plan, keeps = false): void {
    base.value = plan;
    layout.value = layoutOf(plan);
    shownVersion.value = plan.version;
    if (!keeps) past.value = [];
    future.value = [];
    if (!fixture.value) chosen.value = null;
  }

  /** One step. Steps of the same `stroke`, as of one drag, are taken back together. */
  let stroke: string | null = null;
  function change(next: Layout, of: string | null = null): void {
    if (of === null || of !== stroke) past.value = [...past.value, layout.value].slice(-MOST_STEPS);
    stroke = of;
    future.value = [];
    layout.value = next;
  }

  async function undo(): Promise<void> {
    stroke = null;
    const before = past.value.at(-1) ?? (await versionBefore());
    if (!before) return;
    future.value = [layout.value, ...future.value];
    past.value = past.value.slice(0, -1);
    layout.value = before;
  }

  function redo(): void {
    stroke = null;
    const [next, ...rest] = future.value;
    if (!next) return;
    past.value = [...past.value, layout.value];
    future.value = rest;
    layout.value = next;
  }

  /** What was saved before the version shown, for whoever undoes more than was drawn since. */
  async function versionBefore(): Promise<Layout | null> {
    if (shownVersion.value <= 1) return null;
    shownVersion.value -= 1;
    const path = { store_id: storeId(), version: shownVersion.value };
    return layoutOf(await body(api.GET("/api/v1/stores/{store_id}/plan/versions/{version}", { params: { path } })));
  }

  async function save(key: string): Promise<void> {
    const saved = await body(
      api.PUT("/api/v1/stores/{store_id}/plan", {
        params: { path: { store_id: storeId() }, header: once(key) },
        body: { version: base.value!.version, ...layout.value },
      }),
    );
    begin(saved, true);
  }

  return {
    base,
    layout,
    chosen,
    fixture,
    isChanged,
    red,
    loose,
    canUndo,
    canRedo: computed(() => future.value.length > 0),
    begin,
    change,
    undo,
    redo,
    save,
    ...edits(layout, chosen, change),
  };
}

type Change = (next: Layout, of?: string | null) => void;

/** The changes that a hand or a form makes. */
function edits(layout: { value: Layout }, chosen: { value: string | null }, change: Change) {
  function setFixture(code: string, fields: Partial<Fixture>, of: string | null = null): void {
    const { outline, fixtures, shelves } = layout.value;
    const renamed = fields.code ?? code;
    change(
      {
        outline,
        fixtures: fixtures.map((each) => (each.code === code ? { ...each, ...fields } : each)),
        shelves: shelves.map((each) => (each.fixture === code ? { ...each, fixture: renamed } : each)),
      },
      of,
    );
    if (chosen.value === code) chosen.value = renamed;
  }

  function add(kind: Kind): void {
    const { x, y, width, height } = frame(layout.value.outline as Point[]);
    const added = {
      ...{ code: freeCode(layout.value, prefixOf(kind.code)), kind: kind.code, name: "", turn: 0 },
      ...{ x: round(x + width / 2), y: round(y + height / 2) },
      ...{ width: kind.width, depth: kind.depth, height: kind.height },
    };
    change({ ...layout.value, fixtures: [...layout.value.fixtures, added] });
    chosen.value = added.code;
  }

  function copy(original: Fixture): void {
    const code = freeCode(layout.value, original.code.replace(/\d+$/, "") || original.code);
    const copied = { ...original, code, x: round(original.x + 0.5), y: round(original.y + original.depth + 1.2) };
    change({ ...layout.value, fixtures: [...layout.value.fixtures, copied] });
    chosen.value = code;
  }

  function remove(code: string): void {
    const { outline, fixtures, shelves } = layout.value;
    change({
      outline,
      fixtures: fixtures.filter((each) => each.code !== code),
      shelves: shelves.filter((each) => each.fixture !== code),
    });
    chosen.value = null;
  }

  const setOutline = (outline: Point[]) => change({ ...layout.value, outline });
  const setShelves = (shelves: Shelf[]) => change({ ...layout.value, shelves });
  return { setFixture, add, copy, remove, setOutline, setShelves };
}

const layoutOf = ({ outline, fixtures, shelves }: Layout): Layout => ({ outline, fixtures, shelves });
const same = (one: Layout, other: Layout): boolean =>
  one === other ||
  JSON.stringify([one.outline, one.fixtures, one.shelves]) ===
    JSON.stringify([other.outline, other.fixtures, other.shelves]);
const round = (metres: number): number => Math.round(metres * 100) / 100;
const prefixOf = (kind: string): string =>
  kind
    .split("_")
    .map((word) => word[0]!.toUpperCase())
    .join("");

export function freeCode(layout: Layout, prefix: string): string {
  const taken = new Set(layout.fixtures.map((each) => each.code));
  let number = 1;
  while (taken.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}
