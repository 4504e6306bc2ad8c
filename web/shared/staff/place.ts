/** Where a person of the house works: the store, and what they may do there. Remembered, so that a phone begins without network. */
import { computed, ref, watch } from "vue";

import { isProblem } from "../api/problem";
import { isKnown, me, roles, loadProfile, type Profile, type Role } from "../session";
import { storePage, type Store, type StorePage } from "../stores";

export type { Store };

interface Memory {
  me: Profile;
  roles: Role[];
  store: Store | null;
}

const place = () => `newretail.${window.location.pathname.split("/")[1]}.place`;

export const store = ref<Store | null>(null);

/** Does this person hold the role here? The house decides all the same; this only spares them doors that stay shut. */
export function hasRole(role: string, storeId: string | undefined = store.value?.code): boolean {
  return roles.value.some((each) => isOver(each, storeId) || (each.role === role && each.store_id === storeId));
}

export const isManager = computed(() => hasRole("manager"));

const isOver = (each: Role, storeId: string | undefined) =>
  each.role === "head_office" || (each.role === "manager" && each.store_id === storeId);

/** The stores where one of the roles may be worked, a page at a time; `q` and `after` for those who may work everywhere. */
export async function storesFor(wanted: string[], asked: { q?: string; after?: string } = {}): Promise<StorePage> {
  if (roles.value.some((each) => each.role === "head_office")) return storePage(asked);
  const here = roles.value.filter((each) => each.role === "manager" || wanted.includes(each.role));
  const codes = [...new Set(here.map((each) => each.store_id).filter((code): code is string => Boolean(code)))];
  return codes.length ? storePage({ ...asked, codes }) : { stores: [], next_after: null };
}

/** Who works here, and where. Without network: as it was the last time. */
export async function recall(wanted: string[]): Promise<void> {
  const kept = remembered();
  try {
    await loadProfile();
    if (!me.value) return forget();
    const here = kept?.me.id === me.value.id ? kept.store?.code : undefined;
    store.value = (here && (await stillHere(here, wanted))) || (await theOnlyOne(wanted));
  } catch (error) {
    if (!isProblem(error) || !error.isPassing || !kept) throw error;
    me.value = kept.me;
    roles.value = kept.roles;
    store.value = kept.store;
    isKnown.value = true;
  }
}

/** The store of the last time, as it is now, where one of the roles is still held. */
async function stillHere(code: string, wanted: string[]): Promise<Store | null> {
  if (!wanted.some((role) => hasRole(role, code))) return null;
  return (await storePage({ codes: [code] })).stores[0] ?? null;
}

async function theOnlyOne(wanted: string[]): Promise<Store | null> {
  const { stores } = await storesFor(wanted);
  return stores.length === 1 ? stores[0]! : null;
}

export function forget(): void {
  localStorage.removeItem(place());
  store.value = null;
}

function remembered(): Memory | null {
  const kept = localStorage.getItem(place());
  return kept ? (JSON.parse(kept) as Memory) : null;
}

watch([me, roles, store], () => {
  if (me.value && store.value)
    localStorage.setItem(
      place(),
      JSON.stringify({ me: me.value, roles: roles.value, store: store.value } satisfies Memory),
    );
});
