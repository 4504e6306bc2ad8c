/** The house's API, typed by its own description. Every front speaks to it through `api` and nothing else. */
import createClient, { type Middleware } from "openapi-fetch";

import { language } from "../language";
import { attendance } from "./attended";
import { Problem, problemOf } from "./problem";
import { asked, ended, heard, lost } from "./reach";
import type { components, paths } from "./schema";
import { credential, csrfToken, forgetCredential } from "./credential";

export type Schemas = components["schemas"];

const SAFE = new Set(["GET", "HEAD"]);

const speaking: Middleware = {
  onRequest({ request, id }) {
    if (SAFE.has(request.method)) asked(id); // what is sent may be large and take its time
    request.headers.set("Accept-Language", language.value);
    for (const [name, value] of Object.entries(attendance())) request.headers.set(name, value);
    const token = credential();
    if (token) request.headers.set("Authorization", `Bearer ${token}`);
    else if (!SAFE.has(request.method)) request.headers.set("X-CSRFToken", csrfToken());
    return request;
  },
  async onResponse({ response, id }) {
    ended(id);
    heard();
    if (response.ok) return undefined;
    const problem = await problemOf(response);
    if (problem.code === "token_not_good") forgetCredential();
    throw problem;
  },
  onError({ error, id }) {
    ended(id);
    if (error instanceof Problem) return error;
    lost();
    return new Problem(0, { code: "offline", detail: String(error) });
  },
};

export const api = createClient<paths>({ baseUrl: window.location.origin, credentials: "same-origin" });
api.use(speaking);

/** The header of a request that makes something. One intent, one key; a retry carries the same one. */
export const once = (key: string) => ({ "Idempotency-Key": key });

/** The body of an answer; refusals have been thrown as `Problem` before. */
export async function body<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}
