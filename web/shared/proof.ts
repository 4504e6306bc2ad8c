/** What takes an account over asks once more who is there: by a code to the address or number of the one who is signed in. */
import { isProblem } from "./api/problem";
import { allauth, allauthProblem, me } from "./session";

export const isProofNeeded = (error: unknown) => isProblem(error, "proof_needed");

/** Where the code goes. */
export const proofGoesTo = () => me.value?.email ?? me.value?.phone ?? "";

export async function sendProofCode(): Promise<void> {
  const to = me.value?.email ? { email: me.value.email } : { phone: me.value?.phone };
  const answer = await allauth("POST", "auth/reauthenticate/code/request", to);
  if (!answer.ok && answer.status !== 401) throw await allauthProblem(answer);
}

export async function proveByCode(code: string): Promise<void> {
  const answer = await allauth("POST", "auth/reauthenticate/code/confirm", { code: code.trim() });
  if (!answer.ok) throw await allauthProblem(answer);
}
