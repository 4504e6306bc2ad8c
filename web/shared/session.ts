/** Who is using this front, and how they come in: a code to one's e-mail or phone, a passkey, a badge, or as a guest. */
import { computed, ref, watch } from "vue";

import { attendance } from "./api/attended";
import { api, body, once, type Schemas } from "./api/client";
import { credential, csrfToken, forgetCredential, keepCredential, signedInAnew } from "./api/credential";
import { uuid7 } from "./api/ids";
import { Problem, problemOf } from "./api/problem";
import { heard, lost } from "./api/reach";
import { language } from "./language";

export type Profile = Schemas["Profile"];
export type Role = Schemas["RoleOut"];

export const me = ref<Profile | null>(null);
export const roles = ref<Role[]>([]);
export const isMember = computed(() => me.value !== null && me.value.kind !== "guest");
/** The house has said who this is: what `me` says is true. */
export const isKnown = ref(false);

/** Ask who this browser is. Nobody: `me` is null. Raises a passing Problem where the house does not say; then all stays as it was. */
export async function loadProfile(): Promise<Profile | null> {
  [me.value, roles.value] = await whoIsThere();
  isKnown.value = true;
  return me.value;
}

async function whoIsThere(): Promise<[Profile | null, Role[]]> {
  try {
    if (!credential() && !(await hasSession())) return [null, []];
    const profile = await body(api.GET("/api/v1/me"));
    return [profile, profile.kind === "guest" ? [] : await body(api.GET("/api/v1/me/roles"))];
  } catch (error) {
    if (!(error instanceof Problem) || error.isPassing) throw error;
    return [null, []];
  }
}

watch(signedInAnew, () => credential() === null && (me.value = null));

/** The chain demands a passkey of head office, and whoever is here has not proved one. */
export const needsPasskey = ref(false);
watch(signedInAnew, () => (needsPasskey.value = false));

/** A session that is over: whoever was here by it is nobody, and what they saw is taken off the screen. */
api.use({
  async onResponse({ response }) {
    if (response.status === 403 && (await problemOf(response.clone())).code === "second_factor_needed")
      needsPasskey.value = true;
    if (response.status !== 401 || !me.value || credential()) return undefined;
    me.value = null;
    roles.value = [];
    signedInAnew.value++;
    return undefined;
  },
});

/** A guest's account, made when the first thing is put into a cart. */
export async function ensureGuest(): Promise<void> {
  if (me.value) return;
  const made = await body(api.POST("/api/v1/guests", { body: { name: "", language: language.value } }));
  keepCredential(made.token);
  await loadProfile();
}

/** The guest's carts and orders, now the member's. Called after signing in, with the token held before. */
export async function mergeGuest(guestToken: string | null): Promise<void> {
  if (!guestToken) return;
  try {
    await api.POST("/api/v1/me/merge", { params: { header: once(uuid7()) }, body: { guest_token: guestToken } });
  } catch (error) {
    if (!(error instanceof Problem) || error.isPassing) throw error; // a guest long gone is nothing to bring along
  }
}

/** Send a code. `login`: an e-mail address or a phone number in international writing. */
export async function requestCode(login: string): Promise<void> {
  const who = login.includes("@") ? { email: login.trim() } : { phone: login.replace(/[^\d+]/g, "") };
  const answer = await allauth("POST", "auth/code/request", who);
  if (answer.status !== 401 && !answer.ok) throw await allauthProblem(answer);
}

/** Come in with the code that was sent. A guest's cart comes along. */
export async function confirmCode(code: string): Promise<void> {
  const answer = await allauth("POST", "auth/code/confirm", { code: code.trim() });
  if (!answer.ok) throw await allauthProblem(answer);
  await completeSignIn();
}

/** The browser has a session now: the guest's things come along, the guest's token goes. */
export async function completeSignIn(): Promise<void> {
  const guest = credential();
  forgetCredential();
  await mergeGuest(guest);
  await loadProfile();
}

export async function signInByBadge(code: string): Promise<void> {
  const answer = await body(api.POST("/api/v1/badge-sign-ins", { body: { code } }));
  keepCredential(answer.token);
  await loadProfile();
}

export async function signOut(): Promise<void> {
  if (credential()) forgetCredential();
  else await allauth("DELETE", "auth/session");
  me.value = null;
  roles.value = [];
  needsPasskey.value = false;
}

/** A call to the sign-in service of this house; it sets and reads the session cookie. */
export async function allauth(method: string, path: string, payload?: unknown): Promise<Response> {
  try {
    if (!csrfToken()) await fetch("/_allauth/browser/v1/config", { credentials: "same-origin", headers: attendance() });
    const answer = await fetch(`/_allauth/browser/v1/${path}`, {
      method,
      credentials: "same-origin",
      headers: {
        "Content-Type": "application/json",
        "Accept-Language": language.value,
        "X-CSRFToken": csrfToken(),
        ...attendance(),
      },
      body: payload === undefined ? undefined : JSON.stringify(payload),
    });
    heard();
    return answer;
  } catch (error) {
    lost();
    throw new Problem(0, { code: "offline", detail: String(error) });
  }
}

/** What the sign-in service answers where nobody is signed in, or no longer. */
const NOBODY = new Set([401, 410]);

/** The session cookie is not readable here; whether there is one, only the house can say. */
async function hasSession(): Promise<boolean> {
  const answer = await allauth("GET", "auth/session");
  if (answer.ok || NOBODY.has(answer.status)) return answer.ok;
  throw await allauthProblem(answer); // a house that is busy has not said that nobody is signed in
}

export async function allauthProblem(response: Response): Promise<Problem> {
  const said = (await response.json().catch(() => ({}))) as Record<string, unknown> & {
    errors?: { message?: string; code?: string }[];
    meta?: { is_authenticated?: boolean };
  };
  if (typeof said.code === "string") return new Problem(response.status, said); // the house's own words
  if (response.status === 401 && said.meta?.is_authenticated) return new Problem(403, { code: "proof_needed" });
  const first = said.errors?.[0];
  return new Problem(response.status, { code: first?.code ?? "sign_in_refused", detail: first?.message });
}
