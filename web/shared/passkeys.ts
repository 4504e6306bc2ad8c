/** Passkeys: coming in with one, and keeping them. The ceremony is the browser's, the house checks it (allauth headless, WebAuthn). */
import { allauth, allauthProblem, completeSignIn } from "./session";

export interface Passkey {
  id: number;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export const hasPasskeys = () => typeof window.PublicKeyCredential === "function";

export async function signInByPasskey(): Promise<void> {
  const asked = await answered<{ request_options: { publicKey: PublicKeyCredentialRequestOptionsJSON } }>(
    "GET",
    "auth/webauthn/login",
  );
  const credential = await navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked.request_options.publicKey),
  });
  if (!credential) return;
  await answered("POST", "auth/webauthn/login", { credential: (credential as PublicKeyCredential).toJSON() });
  await completeSignIn();
}

export async function addPasskey(name: string): Promise<void> {
  const asked = await answered<{ creation_options: { publicKey: PublicKeyCredentialCreationOptionsJSON } }>(
    "GET",
    "account/authenticators/webauthn?passwordless",
  );
  const credential = await navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked.creation_options.publicKey),
  });
  if (!credential) return;
  await answered("POST", "account/authenticators/webauthn", {
    name,
    credential: (credential as PublicKeyCredential).toJSON(),
  });
}

export async function listPasskeys(): Promise<Passkey[]> {
  const all = await answered<
    { type: string; id: number; name: string; created_at: number; last_used_at: number | null }[]
  >("GET", "account/authenticators");
  return all
    .filter((each) => each.type === "webauthn")
    .map((each) => ({
      id: each.id,
      name: each.name,
      createdAt: new Date(each.created_at * 1000),
      lastUsedAt: each.last_used_at ? new Date(each.last_used_at * 1000) : null,
    }));
}

export async function removePasskey(id: number): Promise<void> {
  await answered("DELETE", "account/authenticators/webauthn", { authenticators: [id] });
}

/** The person closed the browser's own dialog: nothing went wrong. */
export const isGivenUp = (error: unknown) =>
  error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError");

async function answered<T>(method: string, path: string, payload?: unknown): Promise<T> {
  const answer = await allauth(method, path, payload);
  if (!answer.ok) throw await allauthProblem(answer);
  return ((await answer.json()) as { data: T }).data;
}
