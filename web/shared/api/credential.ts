/** How this browser is known: a bearer token (guest, or staff by badge), else the session cookie of a signed-in member. */
import { ref } from "vue";

/** Each front keeps its own: a picker's badge does not shop. */
const storageKey = () => `newretail.${window.location.pathname.split("/")[1] || "shop"}.token`;

export const signedInAnew = ref(0);

export function credential(): string | null {
  return localStorage.getItem(storageKey());
}

export function keepCredential(token: string): void {
  localStorage.setItem(storageKey(), token);
  signedInAnew.value++;
}

export function forgetCredential(): void {
  localStorage.removeItem(storageKey());
  signedInAnew.value++;
}

export function cookie(name: string): string {
  const found = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** What proves that a change was meant by this page. Behind TLS its cookie is bound to the very host. */
export const csrfToken = () => cookie("__Host-csrftoken") || cookie("csrftoken");
